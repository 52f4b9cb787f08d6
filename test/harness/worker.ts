import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unstable_startWorker } from 'wrangler'
import { SCHEDULED } from '../../src/local/dev/jobs.ts'

/** The real bundle in the real runtime. */
export interface TestWorker {
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** Fires a cron of wrangler.toml and waits until its handler has ended. */
  cron(expression: string): Promise<void>
  dispose(): Promise<void>
}

/**
 * Starts the worker of wrangler.toml in workerd with these settings.
 *
 * Not wrangler's createTestHarness: that sends the worker's own requests through Node's fetch, which follows
 * redirects by itself, and the ingest must see them.
 */
export async function startTestWorker(settings: Record<string, string>): Promise<TestWorker> {
  process.env.CLOUDFLARE_CF_FETCH_ENABLED = 'false'
  process.env.WRANGLER_SEND_METRICS = 'false'
  const folder = mkdtempSync(join(tmpdir(), 'morning-brief-worker-'))
  const worker = await unstable_startWorker({
    config: 'wrangler.toml',
    envFiles: [],
    bindings: Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [name, { type: 'plain_text', value }]),
    ),
    // The run's setup has built the assets.
    build: { custom: { command: '' } },
    dev: {
      logLevel: 'none',
      server: { hostname: '127.0.0.1', port: 0 },
      inspector: false,
      watch: false,
      persist: folder,
    },
  })
  await worker.ready
  const origin = String(await worker.url).replace(/\/$/, '')
  return {
    fetch: (path, init) => fetch(origin + path, init),
    async cron(expression) {
      const query = new URLSearchParams({ cron: expression, time: String(Date.now()) })
      const response = await fetch(`${origin}${SCHEDULED}?${query}`)
      if (!response.ok) throw new Error(`the cron answered ${response.status}: ${await response.text()}`)
    },
    async dispose() {
      await worker.dispose()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
