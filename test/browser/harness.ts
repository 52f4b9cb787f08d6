import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { startSampleFeeds } from '../../src/local/samples/index.ts'
import { seed } from '../../src/local/seed/index.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { startTestWorker, type TestWorker } from '../harness/worker.ts'

/** The shell is Chromium without its windows: the same pages for two thirds of the processor's time. */
const INSTALLED = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/google-chrome']
export const EXECUTABLE = process.env.CHROMIUM ?? INSTALLED.find((path) => existsSync(path)) ?? INSTALLED[0]!

/** Whether the browser tests run. In CI they always do; a laptop may go without a browser. */
export const hasBrowser = existsSync(EXECUTABLE) || Boolean(process.env.CI)
if (!hasBrowser) {
  console.warn(`No Chromium at ${EXECUTABLE}, so the browser tests are left out; set CHROMIUM to one.`)
}

/** A browser beside the real worker over a seeded database with the sample feeds read. */
export function useBrowser() {
  const database = useTestDatabase()
  let browser: Browser
  let worker: TestWorker
  let samples: Awaited<ReturnType<typeof startSampleFeeds>>
  let origin = ''

  beforeAll(async () => {
    if (!hasBrowser) return
    samples = await startSampleFeeds({ port: 0 })
    await seed({ databaseUrl: database.directUrl, sampleOrigin: samples.origin, timeZone: 'UTC' })
    worker = await startTestWorker({
      DATABASE_URL: database.url,
      FEED_ALLOWED_ORIGINS: samples.origin,
      SAMPLE_FEEDS_ORIGIN: samples.origin,
      SESSION_SECRETS: 'a-secret-of-the-browser-tests-long-enough-to-sign-with',
    })
    await worker.cron('*/5 * * * *')
    const waiting = 'select from sources where next_fetch_at <= now() or leased_until > now() limit 1'
    for (let i = 0; i < 200 && (await database.query(waiting)).length > 0; i++) await sleep(100)
    origin = new URL((await worker.fetch('/health')).url).origin
    browser = await chromium.launch({
      executablePath: EXECUTABLE,
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // No GPU, and none played by software: what is drawn here is only looked at by checks.
        '--disable-gpu',
        '--disable-software-rasterizer',
        '--renderer-process-limit=1',
      ],
    })
  })
  // A page that nobody looks at any more still has its process.
  afterEach(() => Promise.all((browser?.contexts() ?? []).map((context) => context.close())))
  afterAll(async () => {
    await browser?.close()
    await worker?.dispose()
    await samples?.close()
  })

  return {
    database,
    worker: () => worker,
    origin: () => origin,
    /** A fresh page; `complaints` gathers errors of scripts, of the console, and requests to other hosts. */
    async open(options: BrowserContextOptions = {}) {
      const context = await browser.newContext({ baseURL: origin, ...options })
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
      page.on('request', (request) => {
        if (!request.url().startsWith(origin) && !request.url().startsWith('data:'))
          complaints.push(request.url())
      })
      page.on('dialog', (dialog) => dialog.accept())
      return { page, complaints }
    },
  }
}

export const PHONE = { width: 390, height: 844 }
export const DESKTOP = { width: 1280, height: 900 }
