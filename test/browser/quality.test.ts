import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { hashToken } from '../../src/http/hash.ts'
import { DESKTOP, hasBrowser, PHONE, useBrowser } from './harness.ts'

const browser = useBrowser()
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const PAGES = [
  '/',
  '/search',
  '/search?q=tide',
  '/articles/1',
  '/week',
  '/start',
  '/topics',
  '/topics/1',
  '/sources',
  '/sources/new?url=https://a.example/',
  '/sources/1',
  '/settings',
  '/settings/channels',
  '/people',
  '/set-up',
  '/status',
  '/sign-in',
  '/nowhere',
  '/docs',
]

beforeAll(async () => {
  if (!hasBrowser) return
  await browser.database.query(
    `update sources set error_count = 3, last_error = 'The server answered 503.' where id = 2`,
  )
  await browser.worker().fetch('/api/v1/briefs/today', { method: 'POST' })
})

/** Gathers how far things moved while the page was built, in `window.shift`. */
const OBSERVE = `window.shift = 0; new PerformanceObserver((list) => {
  for (const { value } of list.getEntries()) window.shift += value
}).observe({ type: 'layout-shift', buffered: true })`

/** In light and dark, on a desktop and a phone. */
async function expectNoBarriers(page: Page) {
  await page.evaluate(AXE)
  const barriers = async (options = '{}') => {
    const { violations }: AxeResults = await page.evaluate(`axe.run(${options})`)
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
  }
  expect(await barriers()).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await barriers(`{ runOnly: ['color-contrast'] }`)).toEqual([])
  await page.setViewportSize(PHONE)
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  expect(await barriers(`{ runOnly: ['target-size', 'color-contrast'] }`)).toEqual([])
}

describe.runIf(hasBrowser)('every page', () => {
  it.each(PAGES)(
    '%s: no barrier in light or dark, no other host, nothing moves or overflows',
    async (path) => {
      const { page, complaints } = await browser.open({
        viewport: DESKTOP,
        bypassCSP: true,
        // Colours in the middle of a transition are nobody's.
        reducedMotion: 'reduce',
      })
      await page.addInitScript(OBSERVE)
      await page.goto(path)
      // What moved is told in a later task.
      await page.evaluate('new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))')
      expect(await page.evaluate('window.shift')).toBe(0)
      await expectNoBarriers(page)
      expect(complaints.filter((line) => path !== '/nowhere' || !line.includes('404'))).toEqual([])
    },
  )

  it('obeys its own policy: no script, style or connection is refused', async () => {
    const { page, complaints } = await browser.open()
    for (const path of PAGES.filter((each) => each !== '/nowhere')) await page.goto(path)
    expect(complaints).toEqual([])
  })
})

describe.runIf(hasBrowser)('the preview of a topic', () => {
  it('explains itself without barriers, and one press adds a word that it suggests', async () => {
    const { page, complaints } = await browser.open({
      viewport: DESKTOP,
      bypassCSP: true,
      reducedMotion: 'reduce',
    })
    await page.goto('/topics')
    const keywords = page.getByLabel('Keywords, one a line')
    await keywords.fill('night\n-shift')
    const preview = page.getByRole('region', { name: 'What the keywords match' })
    const word = preview.getByRole('list', { name: 'Add a keyword' }).getByRole('button').first()
    await word.waitFor()
    await preview.getByText('-shift: 1 article').waitFor()
    await expectNoBarriers(page)
    const added = await word.getAttribute('value')
    await word.click()
    await page.waitForFunction(`document.getElementById('keywords').value.endsWith('\\n${added}')`)
    expect(await keywords.inputValue()).toBe(`night\n-shift\n${added}`)
    // Where the focus was is a place to go on from.
    expect(await page.evaluate(`document.activeElement.closest('#preview') !== null`)).toBe(true)
    expect(complaints).toEqual([])
  })
})

describe.runIf(hasBrowser)('the first page', () => {
  it('is HTML and CSS in one response of at most 14 KiB compressed, and readable alone', async () => {
    const response = await browser.worker().fetch('/', { headers: { accept: 'text/html' } })
    const page = await response.text()
    expect(gzipSync(page).length).toBeLessThanOrEqual(14 * 1024)
    expect(page).toContain('<style>')
    expect(page).not.toMatch(/rel="stylesheet"/)
  })

  it('shows what a hostile feed wrote as harmless text', async () => {
    const attack = `<script>document.title='owned'</script><img src=x onerror="document.title='owned'">`
    await browser.database.query(
      `update articles set title = $1, link = 'https://safe.example/', summary_raw = $2
       where id = (select article_id from deliveries order by id limit 1)`,
      [
        attack,
        `<p>${attack}<svg onload="document.title='owned'"><style>body{display:none}</style></svg>Read me</p>`,
      ],
    )
    await browser.database.query('delete from article_summaries')
    const { page, complaints } = await browser.open({ bypassCSP: true })
    await page.goto('/')
    expect(await page.getByRole('link', { name: attack, exact: true }).isVisible()).toBe(true)
    expect(await page.title()).toContain('Morning Brief')
    expect(await page.locator('main img, main script, main style').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  it('reads titles from right to left where they are written so', async () => {
    await browser.database.query(
      `update articles set title = 'المد العالي في الميناء', language = 'arabic'
       where id = (select article_id from deliveries order by id desc limit 1)`,
    )
    const { page } = await browser.open()
    await page.goto('/')
    expect(await page.evaluate(`getComputedStyle(document.querySelector('h3[lang=ar]')).direction`)).toBe(
      'rtl',
    )
  })
})

describe.runIf(hasBrowser)('signing in', () => {
  it('takes a pasted token, leads back, and ends', async () => {
    const token = `mb_${randomBytes(32).toString('base64url')}`
    await browser.database.query(
      `with made as (insert into users (email, role) values ('ada@example.org', 'reader') returning id)
       insert into access_tokens (user_id, name, token_hash, token_prefix) select id, 'test', $1, $2 from made`,
      [await hashToken(token), token.slice(0, 11)],
    )
    const { page } = await browser.open()
    await page.goto('/sign-in?next=/settings')
    await page.getByLabel('Your access token').fill(`mb_${'x'.repeat(43)}`)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').waitFor()
    await page.getByLabel('Your access token').fill(token)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('ada@example.org').waitFor()
    await page.goto('/')
    await page.getByText('You follow no topics yet.').waitFor()
    expect(await page.getByRole('link', { name: 'Status' }).count()).toBe(0)
    await page.goto('/settings')
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  })
})

describe.runIf(hasBrowser)('a sign-in link', () => {
  it('is one button, and its code leaves the address', async () => {
    const link = `mb_${randomBytes(32).toString('base64url')}`
    await browser.database.query(
      `with made as (insert into users (email, role) values ('grace@example.org', 'reader') returning id)
       insert into sign_in_links (user_id, link_hash, expires_at) select id, $1, now() + interval '1 hour' from made`,
      [await hashToken(link)],
    )
    const { page } = await browser.open()
    await page.goto(`/sign-in?next=/settings#${link}`)
    await page.waitForFunction(`location.hash === ''`)
    expect(await page.getByLabel('Your access token').count()).toBe(0)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('grace@example.org').waitFor()
  })
})

describe.runIf(hasBrowser)('the page of the API', () => {
  it('tries an operation', async () => {
    const { page, complaints } = await browser.open()
    await page.goto('/docs#createTodo')
    await page.locator('#createTodo').getByRole('button', { name: 'Try it' }).click()
    await page
      .locator('#createTodo')
      .getByText(/^201 Created in/)
      .waitFor()
    expect(complaints).toEqual([])
  })
})
