import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { unstable_startWorker } from 'wrangler'
import { encode } from './encode.ts'
import { fixture, NOW } from './read-fixture.ts'
import { outcomeOf } from './worker.ts'

let workerd: Awaited<ReturnType<typeof unstable_startWorker>>

beforeAll(async () => {
  process.env.CLOUDFLARE_CF_FETCH_ENABLED = 'false'
  process.env.WRANGLER_SEND_METRICS = 'false'
  workerd = await unstable_startWorker({
    name: 'read-feed',
    config: 'test/harness/bare-worker.toml',
    entrypoint: fileURLToPath(new URL('worker.ts', import.meta.url)),
    compatibilityDate: '2026-10-01',
    compatibilityFlags: ['nodejs_compat'],
    dev: {
      logLevel: 'none',
      server: { hostname: '127.0.0.1', port: 0 },
      inspector: false,
      watch: false,
      persist: false,
    },
  })
  await workerd.ready
})

afterAll(() => workerd?.dispose())

/** What workerd makes of the document, which must be what Node makes of it. */
async function sameInBoth(bytes: Uint8Array, contentType = 'application/xml') {
  const response = await workerd.fetch('http://worker/', {
    method: 'POST',
    body: bytes,
    headers: { 'content-type': contentType, 'x-now': NOW.toISOString() },
  })
  const text = await response.text()
  expect(response.status, text).toBe(200)
  const outcome = JSON.parse(text)
  expect(outcome).toEqual(JSON.parse(JSON.stringify(await outcomeOf(bytes, contentType, NOW))))
  return outcome
}

const FIXTURES = new URL('../fixtures/', import.meta.url)
const NAMES = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.(?:xml|json|html)$/.test(name),
)

test.each(NAMES)('%s reads in workerd as in Node', async (name) => {
  const outcome = await sameInBoth(fixture(name))
  expect(outcome.articles?.length ?? outcome.reason.length).toBeGreaterThan(0)
})

test.each([
  ['windows-1251', 'Съешь ещё этих мягких французских булок'],
  ['koi8-r', 'Съешь ещё этих мягких французских булок'],
  ['windows-1253', 'Καλημέρα κόσμε'],
  ['windows-1255', 'הנמל מתעורר עם הזריחה'],
  ['tis-620', 'สวัสดีชาวโลก'],
  ['shift_jis', '港の朝の市場です'],
  ['euc-jp', '港の朝の市場です'],
  ['euc-kr', '아침 항구 소식이다'],
  ['gb18030', '我们的海港早晨的消息'],
  ['big5', '我們的海港早晨的消息'],
])('workerd knows %s by its label and by its letters', async (label, title) => {
  const document = encode(`<rss><channel><title>${title}</title></channel></rss>`, label)
  expect((await sameInBoth(document, `text/xml; charset=${label}`)).feed.title).toBe(title)
  expect((await sameInBoth(document)).feed.title).toBe(title)
})
