import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Brief } from '../../src/features/briefs/schemas.ts'
import { exampleChoice } from '../../src/features/briefs/schemas.ts'
import { MAX_HTML, renderBriefHtml } from '../../src/outbox/mail/brief-html.ts'
import { confirmationMail, signInMail } from '../../src/outbox/mail/notices.ts'
import { EXECUTABLE, hasBrowser } from './harness.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let browser: Browser
beforeAll(async () => {
  if (hasBrowser)
    browser = await chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox', '--disable-gpu'] })
})
afterAll(() => browser?.close())

type Delivery = Brief['topics'][number]['deliveries'][number]

const delivery = (id: number, title: string, language: string, text: string): Delivery => ({
  id,
  ...exampleChoice,
  position: id,
  feedback: null,
  article: { ...exampleChoice.article, title, language, summary: { text, model: 'extract' } },
})

const LONG_WORD = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'
const brief = (topics: Brief['topics']): Brief => ({
  date: '2026-11-21',
  time_zone: 'UTC',
  built_at: '2026-11-21T06:00:00+00:00',
  topics,
})
const ordinary = brief([
  {
    topic_id: 1,
    name: 'The sea & <harbours>',
    deliveries: [
      delivery(1, 'Tide over the quay', 'english', 'The tide came within a hand of the quay. '.repeat(6)),
      delivery(2, `${LONG_WORD} meldet Hochwasser`, 'german', LONG_WORD.repeat(3)),
      delivery(3, 'المد العالي في الميناء', 'arabic', 'ارتفع الماء في الليل إلى أعلى مستوى منذ عقود.'),
    ],
  },
  { topic_id: 2, name: '電動車', deliveries: [delivery(4, '固態電池量產提前', 'simple', '業者表示。')] },
  { topic_id: 3, name: 'Gardens', deliveries: [] },
])

const link = (path: string) => `https://brief.example${path}`
const links = (of: Brief) => ({
  page: link('/briefs/2026-11-21'),
  settings: link('/settings/channels'),
  unsubscribe: link('/mail/unsubscribe?t=u.1.AAAAAAAAAAAAAAAAAAAAAA'),
  thumbs: new Map(
    of.topics
      .flatMap(({ deliveries }) => deliveries)
      .map(({ id }) => [
        id,
        { up: link(`/mail/rate?t=r.${id}.up.A`), down: link(`/mail/rate?t=r.${id}.down.A`) },
      ]),
  ),
})
const render = (of: Brief) => renderBriefHtml(of, links(of), 'Three more titles')

const MAILS: [name: string, html: string][] = [
  ['a brief', render(ordinary)],
  ['a brief without topics', render(brief([]))],
  ['the mail that confirms', confirmationMail(link('/mail/confirm?t=c.1.2.A')).html],
  ['the mail that signs in', signInMail(link('/sign-in#mb_A')).html],
]

describe.runIf(hasBrowser)('a mail', () => {
  it.each(MAILS)(
    '%s fits 320 and 700 pixels, light and dark, loads nothing, and has no barrier',
    async (_, html) => {
      for (const width of [320, 700])
        for (const colorScheme of ['light', 'dark'] as const) {
          const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme })
          const requests: string[] = []
          page.on('request', (request) => requests.push(request.url()))
          await page.setContent(html)
          await page.evaluate(AXE)
          const { violations }: AxeResults = await page.evaluate('axe.run()')
          expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
          expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
          expect(requests.filter((url) => !url.startsWith('about:'))).toEqual([])
          await page.close()
        }
    },
  )

  it('aligns what is written from right to left, and shows no preheader', async () => {
    const page = await browser.newPage({ viewport: { width: 700, height: 800 } })
    await page.setContent(render(ordinary))
    const direction = `getComputedStyle(document.querySelector('h3[lang=ar]')).direction`
    expect(await page.evaluate(direction)).toBe('rtl')
    expect(await page.getByText('Three more titles').isVisible()).toBe(false)
  })
})

describe('a long brief', () => {
  it('stays below what Gmail cuts, and says what it leaves to the page', () => {
    const deliveries = [1, 2, 3].map((id) => delivery(id, 'T&'.repeat(256), 'english', 'words '.repeat(700)))
    const long = brief(
      Array.from({ length: 50 }, (_, n) => ({ topic_id: n, name: `Topic ${n}`, deliveries })),
    )
    const html = render(long)
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(MAX_HTML)
    expect(html).toMatch(/\d+ more topics are/)
    expect(html).toContain('Unsubscribe')
    const some = render(brief(long.topics.slice(0, 6)))
    expect(some).toContain('Topic 5')
    expect(Buffer.byteLength(some)).toBeLessThanOrEqual(MAX_HTML)
  })
})
