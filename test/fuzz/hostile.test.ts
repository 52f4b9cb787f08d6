import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { buildPeer } from '../bench/bundle.ts'
import type { Server } from '../bench/server.ts'
import { serveWorkerd } from '../bench/workerd.ts'
import { appAs, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import type { Waits } from './hostile/bystander.ts'
import { operations, pages, type Route } from './hostile/routes.ts'
import { type Answer, type Credential, describeHostile, hostileRequest, send } from './hostile/send.ts'

const LONG = Boolean(process.env.LONG)
const REQUESTS = Number(process.env.HOSTILE_REQUESTS ?? (LONG ? 50_000 : 1500))
/** Another one makes other requests. */
const SEED = Number(process.env.HOSTILE_SEED ?? 20_261_125)
const ROUNDS = 10
/** A bystander may wait so many milliseconds, and so many times as long as when nothing else is asked. */
const PATIENCE = { ms: 100, times: 3 }
/** Of what a function may take, 128 MB, what its runtime leaves: a request that needs more ends the worker. */
const HEAP = ['--max-old-space-size=110']
const MEGABYTE = 2 ** 20
/** Exports have no limit; they come in pieces. */
const EXPORTS = ['/api/v1/me/export', '/api/v1/sources.opml']

const database = useTestDatabase()
let worker: Server
let routes: Route[]
let reader: TestApp
let cookie: string

beforeAll(async () => {
  worker = await serveWorkerd({
    bundle: await buildPeer('../../src/worker.ts'),
    bindings: { DATABASE_URL: database.url, DEMO_USER: 'off' },
    v8Flags: HEAP,
    onLine: () => {},
  })
  const contract = operations(SEED)
  routes = [...contract, ...pages(createApp(), contract)]
  await seed()
  await makeReader()
})
afterAll(() => worker?.stop())

/** What is everybody's: sources with a history, and articles as large as they may be. */
async function seed() {
  await database.query(
    `with source as (
       insert into sources (name, url, feed_url, last_error)
       select 'Feed ' || n, 'https://' || n || '.invalid', 'https://' || n || '.invalid/feed', repeat('x', 1024)
       from generate_series(1, 60) n returning id
     ), history as (
       insert into fetches (source_id, started_at, duration_ms, outcome, error)
       select id, now() - n * interval '1 hour', 5, 'http_error', repeat('🥖', 1024) from source, generate_series(1, 200) n where id < 4
     )
     insert into articles (source_id, title, link, summary_raw, content_hash, published_at)
     select id, 'High tide ' || n, 'https://1.invalid/' || id || '/' || n, repeat('🥖', 20000), encode(sha256((id || ' ' || n)::bytea), 'hex'),
       now() - n * interval '1 minute'
     from source, generate_series(1, 3) n`,
  )
}

/** Signs somebody in who has a bit of everything, some of it as large as it may be. */
async function makeReader() {
  reader = await appAs(database)
  const own = [reader.userId]
  await database.query(
    `insert into items (user_id, name, description) select $1, n::text, repeat(E'\\x01', 10000) from generate_series(1, 30) n`,
    own,
  )
  await database.query(
    `insert into todos (user_id, description) select $1, repeat('🥖', 500) from generate_series(1, 600)`,
    own,
  )
  await database.query(
    `with topic as (
       insert into topics (user_id, name, keywords) select $1, 'Topic ' || n, '["tide", "high water"]' from generate_series(1, 20) n
       returning id
     )
     insert into deliveries (user_id, topic_id, article_id, delivery_date, position, score, score_parts)
     select $1, topic.id, (select min(id) from articles) + n, current_date, n, 1,
       '{"story":1,"meaning":1,"recency":1,"evidence":1,"credibility":1,"word_thumbs":1,"source_thumbs":1,"keyword_thumbs":1}'
     from topic, generate_series(1, 3) n`,
    own,
  )
  const response = await fetch(`${worker.origin}/sign-in`, {
    method: 'POST',
    body: new URLSearchParams({ token: reader.token }),
    redirect: 'manual',
  })
  cookie = response.headers.get('set-cookie')!.split(';')[0]!
}

const MADE_UP: Credential[] = [
  ['authorization', `Bearer mb_${'x'.repeat(43)}`],
  ['cookie', `morning_brief=mb_${'x'.repeat(43)}.${'A'.repeat(43)}%3D`],
]
const senders: [string, (number: number) => Credential][] = [
  ['nobody', () => null],
  ['a made-up token', (number) => MADE_UP[number % 2]!],
  ['a reader', (number) => (number % 2 ? ['authorization', `Bearer ${reader.token}`] : ['cookie', cookie])],
]

/** How often each kind of sender was answered with each status; 0 is a request that was broken off. */
const seen = new Map(senders.map(([name]) => [name, {} as Record<string, number>]))
let largest = 0

/** What was answered as nothing may be, whoever sends it: the first of each kind. */
const faults = new Map<string, string>()

async function check(number: number): Promise<void> {
  const hostile = hostileRequest(routes, SEED, number)
  const [name, credential] = senders[number % senders.length]!
  const answer = await send(worker.origin, hostile, credential(number))
  const { status, bytes, text } = answer
  const { route, path, method } = hostile.draft
  const find = (fault: string) => {
    const kind = `${fault}, ${route.method} ${route.path}`
    const about = `${describeHostile(number, hostile)}, by ${name} -> ${status}, ${bytes} bytes: ${text.slice(0, 300)}`
    if (!faults.has(kind)) faults.set(kind, about)
  }
  const statuses = seen.get(name)!
  statuses[status] = (statuses[status] ?? 0) + 1
  if (status >= 500) find(String(status))
  if (status === 0 && hostile.sending !== 'broken off') find('no answer')
  if (!EXPORTS.includes(route.path)) {
    largest = Math.max(largest, bytes)
    if (bytes > MEGABYTE) find('too large')
  }
  if (status >= 200 && status < 300 && name !== 'a reader' && !isOpen(path, method)) find('open')
  if (leaks(answer)) find('leak')
  if (status === 401 && name === 'a reader' && !(await isSignedIn())) await makeReader()
}

/** A hostile request may be one to sign out, or to delete the account. */
async function isSignedIn(): Promise<boolean> {
  const asked = [{ authorization: `Bearer ${reader.token}` }, { cookie }].map(
    async (headers) => (await fetch(`${worker.origin}/api/v1/me`, { headers })).ok,
  )
  return (await Promise.all(asked)).every(Boolean)
}

const OPEN = /^\/(health(\/\w+)?|ready|readyz|api\/v1\/ready|sign-in(\/passkey\/question)?|set-up)$/
const isOpen = (path: string, method: string) => OPEN.test(path) || method === 'OPTIONS'

/** Whether an answer tells what only the inside knows. */
const leaks = ({ text }: Answer) =>
  /postgres:\/\/|\b(select|insert into|update|delete from) "|SQLSTATE|\bat .{1,200}\.[jt]s:\d/.test(text)

const sum = (statuses: Record<string, number>) => Object.values(statuses).reduce((all, some) => all + some, 0)
const p99 = ({ waits }: Waits) => waits[Math.floor(waits.length * 0.99)]!

it(
  `answers ${REQUESTS} hostile requests of seed ${SEED}, and a bystander meanwhile`,
  async () => {
    console.log(`seed ${SEED}: HOSTILE_SEED sets another`)
    const bystander = new Worker(new URL('./hostile/bystander.ts', import.meta.url), {
      workerData: { origin: worker.origin, pid: worker.pid },
    })
    const told = new Promise<Record<string, Waits> | Error>((resolve) => {
      bystander.once('message', resolve)
      bystander.once('error', resolve)
    })
    let failure: Error | undefined
    void told.then((result) => {
      if (result instanceof Error) failure = result
    })
    for (let round = 0; round < ROUNDS; round += 1) {
      bystander.postMessage('idle')
      await new Promise((resume) => setTimeout(resume, LONG ? 6000 : 100))
      bystander.postMessage('busy')
      const end = (REQUESTS / ROUNDS) * (round + 1)
      for (let number = (REQUESTS / ROUNDS) * round; number < end; number += 1) {
        await check(number)
        // Without a bystander nothing is left to be shown.
        if (failure) throw failure
      }
    }
    bystander.postMessage('end')
    const result = await told
    if (result instanceof Error) throw result
    const { idle, busy } = result
    for (const [name, statuses] of seen)
      console.log(`${sum(statuses)} by ${name}: ${JSON.stringify(statuses)}`)
    console.log(`the largest answer but exports: ${largest} bytes`)
    console.log(
      `a bystander waited, p99: idle ${p99(idle!).toFixed(1)} ms, busy ${p99(busy!).toFixed(1)} ms; at the most ${busy!.worst.toFixed(0)} ms of the worker's time`,
    )
    expect([...faults]).toEqual([])
    // What is timed is told everywhere, but counts only where nothing else is tested beside it.
    if (!LONG) return
    expect(busy!.worst).toBeLessThan(PATIENCE.ms)
    expect(p99(busy!)).toBeLessThan(PATIENCE.times * p99(idle!))
  },
  LONG ? 3_600_000 : 120_000,
)
