import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unstable_startWorker } from 'wrangler'
import { HOSTILE_CASES } from './hostile-cases.ts'
import { type HostileServer, startHostileServer } from './hostile-server.ts'
import { startTlsServers, type TlsServers } from './tls-servers.ts'
import { type FetchOrder, summarise } from './worker.ts'

type Run = (order: FetchOrder) => Promise<Record<string, unknown>>

let hostile: HostileServer
let tls: TlsServers
let workerd: Awaited<ReturnType<typeof unstable_startWorker>>

beforeAll(async () => {
  process.env.CLOUDFLARE_CF_FETCH_ENABLED = 'false'
  process.env.WRANGLER_SEND_METRICS = 'false'
  hostile = await startHostileServer()
  tls = await startTlsServers()
  // Not createTestHarness: it sends a worker's requests through Node's fetch, which follows redirects itself.
  workerd = await unstable_startWorker({
    name: 'fetch-feed',
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

afterAll(async () => {
  await workerd?.dispose()
  await hostile?.close()
  await tls?.close()
})

const inWorkerd: Run = async (order) => {
  const response = await workerd.fetch('http://worker/', { method: 'POST', body: JSON.stringify(order) })
  return (await response.json()) as Record<string, unknown>
}

/** What the run is told to fetch: one hostile path, under limits small enough for a quick test. */
function order(feed_url: string, validators = {}, allowedOrigins = [hostile.origin]): FetchOrder {
  return {
    request: { feed_url, etag: null, last_modified: null, ...validators },
    policy: { userAgent: 'Test/1', timeoutMs: 1000, maxBytes: 1_048_576, maxRedirects: 5, allowedOrigins },
  }
}

describe.each([
  { runtime: 'node', run: summarise as Run },
  { runtime: 'workerd', run: inWorkerd },
])('fetchFeed on $runtime', ({ runtime, run }) => {
  test.for(HOSTILE_CASES)('$path: $outcome', async ({ path, outcome, onWorkerd, onNode, has }) => {
    const result = await run(order(hostile.origin + path))
    const expected = (runtime === 'workerd' ? onWorkerd : onNode) ?? outcome
    expect(result).toMatchObject({ ...has, outcome: expected })
    if (expected !== 'ok' && expected !== 'cut') expect(result.error).toMatch(/^[A-Z0-9].{20,1022}\.$/)
    await expect.poll(hostile.openSockets, { timeout: 5000 }).toBe(0)
  })

  test('asks conditionally and honestly, and keeps a validator until a newer one comes', async () => {
    const validators = { etag: 'W/"tide-1"', last_modified: 'Sat, 7 Nov 2026 06:00:00 +0000' }
    const result = await run(order(`${hostile.origin}/conditional`, validators))
    expect(result).toMatchObject({ ...validators, outcome: 'not_modified', etag: 'W/"tide-2"' })
    const head = hostile.requests.at(-1)?.toLowerCase()
    expect(head).toContain('if-modified-since: sat, 7 nov 2026 06:00:00 +0000\r\n')
    expect(head).toContain('user-agent: test/1\r\n')
    expect(head).toContain('accept-encoding: gzip, br\r\n')
    expect(head).toMatch(/accept: application\/atom\+xml/)
  })

  test('a 304 without an ETag keeps both validators', async () => {
    const validators = { etag: '"kept"', last_modified: 'whenever' }
    expect(await run(order(`${hostile.origin}/bare-304`, validators))).toMatchObject({
      ...validators,
      outcome: 'not_modified',
      max_age_s: null,
    })
  })

  test('a validator that would inject a header is not sent', async () => {
    const result = await run(order(`${hostile.origin}/conditional`, { etag: 'W/"tide-1"\r\nX-Evil: 1' }))
    expect(result).toMatchObject({ outcome: 'ok' })
    expect(hostile.requests.at(-1)).not.toMatch(/evil|if-none-match/i)
  })

  test('a date of change that is yet to come is not sent, and a cookie only where it was set', async () => {
    await run(
      order(`${hostile.origin}/plain`, { etag: null, last_modified: 'Sat, 07 Nov 2099 06:00:00 GMT' }),
    )
    expect(hostile.requests.at(-1)).not.toMatch(/if-modified-since/i)
    await run(order(`${hostile.origin}/foreign-cookie`))
    expect(hostile.requests.at(-1)).not.toMatch(/cookie/i)
    await run(order(`${hostile.origin}/wall`))
    expect(hostile.requests.at(-1)).toMatch(/^cookie: seen=1; other=a b\r$/im)
  })

  test('a date in Retry-After counts from now', async () => {
    const { retry_after_s } = await run(order(`${hostile.origin}/429-date`))
    expect(retry_after_s).toBeGreaterThan(50)
    expect(retry_after_s).toBeLessThanOrEqual(60)
  })

  test('permanence reaches as far as every hop is 301 or 308', async () => {
    const hop = (status: number, to: string) => `/redirect?status=${status}&to=${encodeURIComponent(to)}`
    const at = (path: string) => run(order(hostile.origin + path))
    const target = `${hostile.origin}/plain`
    expect(await at(hop(301, '/plain'))).toMatchObject({ permanent_url: target, url: target, redirects: 1 })
    expect(await at(hop(308, hop(301, '/plain#top')))).toMatchObject({ permanent_url: target })
    expect(await at(hop(302, '/plain'))).toMatchObject({ permanent_url: null, url: target })
    expect(await at(hop(307, hop(301, '/plain')))).toMatchObject({ permanent_url: null })
    const half = hop(302, '/plain')
    expect(await at(hop(301, half))).toMatchObject({ permanent_url: hostile.origin + half, url: target })
  })

  test('validators do not travel to another host, nor come from one', async () => {
    const first = hostile.origin.replace('127.0.0.1', 'localhost')
    const path = `/redirect?status=301&to=${encodeURIComponent(`${hostile.origin}/plain`)}`
    const origins = [first, hostile.origin]
    const result = await run(order(first + path, { etag: '"mine"', last_modified: 'then' }, origins))
    expect(result).toMatchObject({ outcome: 'ok', etag: null, last_modified: null, redirects: 1 })
    expect(hostile.requests.at(-2)).toMatch(/if-none-match: "mine"/i)
    expect(hostile.requests.at(-1)).not.toMatch(/if-none-match|if-modified-since/i)
  })

  test('a closed port is a failed connection', async () => {
    const closed = createServer()
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const { port } = closed.address() as { port: number }
    await new Promise((resolve) => closed.close(resolve))
    const origin = `http://127.0.0.1:${port}`
    expect(await run(order(`${origin}/`, {}, [origin]))).toMatchObject({ outcome: 'connection_failed' })
  })

  test('a name that does not resolve is a DNS error', async () => {
    const result = await run(order('http://feeds.morning-brief.invalid/'))
    expect(result).toMatchObject({ outcome: 'dns_error', status: null })
  })

  test('a broken TLS set-up is named, as far as the runtime tells', async () => {
    for (const origin of [tls.selfSigned, tls.plain, tls.silent]) {
      const result = await run(order(`${origin}/`, {}, [origin]))
      expect(result.outcome).toBe(runtime === 'node' ? 'tls_error' : 'connection_failed')
      expect(result.error).toContain('certificate')
    }
  })

  test('after all that, the next feed reads', async () => {
    expect(await run(order(`${hostile.origin}/plain`))).toMatchObject({ outcome: 'ok', is_feed: true })
  })
})
