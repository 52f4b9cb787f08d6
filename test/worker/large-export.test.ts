import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../../src/local/postgres/port.ts'
import { buildOwnBundle } from '../bench/bundle.ts'
import { type Server, waitUntilItAnswers } from '../bench/server.ts'
import { serveWorkerd } from '../bench/workerd.ts'
import { appAs } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const DELIVERIES = process.env.LONG ? 1_000_000 : 60_000
const SOURCES = process.env.LONG ? 300_000 : 20_000
/** The whole memory that a function has. */
const MEMORY_MB = 128

/** So small that what is kept of an export would end the process. */
const SMALL_HEAP = ['--max-old-space-size=64', '--max-semi-space-size=4']

const database = useTestDatabase()
let token: string
let servers: Record<'workerd' | 'node', Server>

const SCORES =
  '{"story":1,"recency":1,"evidence":1,"credibility":1,"word_thumbs":1,"source_thumbs":1,"keyword_thumbs":1}'

beforeAll(async () => {
  const app = await appAs(database)
  token = app.token
  await database.query(
    `with source as (
       insert into sources (name, url, feed_url) values ('Harbour', 'https://h.example', 'https://h.example/feed') returning id
     ), article as (
       insert into articles (source_id, title, link, content_hash, published_at)
       select id, 'High tide at the harbour, the ' || n, 'https://h.example/' || n, encode(sha256(n::text::bytea), 'hex'), now()
       from source, generate_series(1, 100) n returning id
     ) insert into topics (user_id, name, keywords) select $1, 'Topic ' || n, '["tide"]' from generate_series(1, 50) n`,
    [app.userId],
  )
  await database.query(
    `insert into deliveries (user_id, topic_id, article_id, delivery_date, position, score, score_parts, matched_keywords)
     select $1, topic.id, (select min(id) from articles) + n % 100, current_date - (n / 3)::int, 1 + n % 3, 0.5, $2, '["tide"]'
     from topics topic, generate_series(0, $3::int / 50 - 1) n`,
    [app.userId, SCORES, DELIVERIES],
  )
  await database.query(
    `insert into items (user_id, name, description) select $1, 'Item', repeat('x', 10000) from generate_series(1, 2000)`,
    [app.userId],
  )
  await database.query(
    `insert into sources (name, url, feed_url, tags)
     select 'Feed ' || n, 'https://' || n || '.example', 'https://' || n || '.example/feed', jsonb_build_array('folder ' || n % 100)
     from generate_series(1, $1::int) n`,
    [SOURCES],
  )
  await database.query('vacuum analyze')
  const bundle = buildOwnBundle()
  const bindings = { DATABASE_URL: database.url }
  servers = {
    workerd: await serveWorkerd({ bundle, bindings, v8Flags: SMALL_HEAP, onLine: () => {} }),
    node: await serveNode(bundle, bindings),
  }
}, 1_200_000)
afterAll(() => {
  for (const server of Object.values(servers ?? {})) server.stop()
})

/** The bundle in Node, whose heap is as small as a function's. */
async function serveNode(bundle: string, bindings: Record<string, string>): Promise<Server> {
  const port = await freePort()
  const script = fileURLToPath(new URL('../harness/serve-bundle.ts', import.meta.url))
  const child = spawn(process.execPath, [...SMALL_HEAP, script, String(port), bundle], {
    env: { ...process.env, ...bindings },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const origin = `http://127.0.0.1:${port}`
  await waitUntilItAnswers(origin)
  return { origin, pid: child.pid!, stop: () => void child.kill('SIGKILL') }
}

const ask = ({ origin }: Server, path: string) =>
  fetch(origin + path, { headers: { authorization: `Bearer ${token}` } })

/** The most memory that a process has had so far, in megabytes (proc(5), VmHWM); 0 where there is no /proc. */
function peakMegabytes(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024
  } catch {
    return 0
  }
}

/** Reads an answer as it comes, without keeping it: how often it says something, how long it is, and how it ends. */
async function readWhole(server: Server, path: string, said: string) {
  const before = peakMegabytes(server.pid)
  const started = performance.now()
  const response = await ask(server, path)
  expect(response.status).toBe(200)
  let bytes = 0
  let times = 0
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body!) {
    bytes += chunk.length
    text += decoder.decode(chunk, { stream: true })
    const parts = text.split(said)
    times += parts.length - 1
    // It may stand across the border of two pieces.
    text = parts.at(-1)!.slice(-said.length)
  }
  const grown = peakMegabytes(server.pid) - before
  const [seconds, megabytes] = [(performance.now() - started) / 1000, bytes / 2 ** 20]
  console.log(
    `${path}: ${megabytes.toFixed(0)} MB in ${seconds.toFixed(1)} s, ${grown.toFixed(0)} MB over the ${before.toFixed(0)} before`,
  )
  return { times, grown, end: text }
}

describe.each(['workerd', 'node'] as const)('in %s, within the memory of a function', (runtime) => {
  beforeAll(async () => {
    await (await ask(servers[runtime], '/api/v1/me')).text()
  })

  it(`exports ${DELIVERIES} deliveries`, async () => {
    const { times, grown, end } = await readWhole(servers[runtime], '/api/v1/me/export', '"delivery_date":')
    expect(times).toBe(DELIVERIES)
    expect(end).toMatch(/\]\}$/)
    expect(grown).toBeLessThan(MEMORY_MB)
  }, 600_000)

  it(`lists ${SOURCES} sources`, async () => {
    const { times, grown, end } = await readWhole(
      servers[runtime],
      '/api/v1/sources.opml',
      '<outline type="rss"',
    )
    expect(times).toBe(SOURCES + 1)
    expect(end).toMatch(/<\/opml>\n$/)
    expect(grown).toBeLessThan(MEMORY_MB)
  }, 600_000)
})
