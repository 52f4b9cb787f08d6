import { neonConfig } from '@neondatabase/serverless'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildOpenApi } from '../../src/local/build-openapi.ts'
import { appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { BODIES, FORMS, PAGES, queriesOf, WHOLE } from './requests.ts'
import { fillTables, largeTables } from './seed.ts'

const ROWS = process.env.LONG ? 1_000_000 : 20_000

const database = useTestDatabase()
let app: TestApp
let client: pg.Client
let large: string[]
let ids: Record<string, string>
let cursors = new Map<string, string>()
let sent: { query: string; params: unknown[] }[][] = []

const OPERATIONS = Object.entries(buildOpenApi().paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
)
const DONE_AT_ONCE = OPERATIONS.filter(({ method, path }) => !WHOLE.has(`${method} ${path}`))

beforeAll(async () => {
  app = await appAs(database, { role: 'admin' })
  await fillTables(database, app.userId, ROWS)
  large = await largeTables(database)
  const own = (table: string) => database.query<{ id: string }>(`select id from ${table} order by id limit 1`)
  const tables = ['items', 'todos', 'sources', 'articles', 'topics', 'deliveries', 'tastes', 'channels']
  ids = { users: '7', tokens: '1', sessions: '1' }
  for (const table of tables) ids[table] = String((await own(table))[0]!.id)
  // One more channel, of which there is something to confirm.
  const [unconfirmed] = await database.query<{ id: number }>(
    `insert into channels (user_id, kind, address, name, state) values ($1, 'mail', 'a@plans.example', 'a', 'unconfirmed') returning id`,
    [app.userId],
  )
  ids.unconfirmed = String(unconfirmed!.id)
  cursors = await readCursors()
  client = new pg.Client({ connectionString: database.directUrl })
  await client.connect()
  // From here on what is sent is only written down, so that nothing changes.
  neonConfig.fetchFunction = async (_: string, init: RequestInit) => {
    const body = JSON.parse(init.body as string)
    sent.push(body.queries ?? [body])
    return Response.json({ message: 'written down', code: 'XX000' }, { status: 400 })
  }
}, 1_200_000)
afterAll(async () => {
  neonConfig.fetchFunction = undefined
  await client?.end()
})

/** The second page of each list, as its first links to it. */
async function readCursors(): Promise<Map<string, string>> {
  const lists = OPERATIONS.filter(
    ({ method, operation }) =>
      method === 'GET' &&
      operation.parameters?.some((parameter) => 'name' in parameter && parameter.name === 'cursor'),
  )
  const found = new Map<string, string>()
  for (const { path } of lists) {
    const { headers } = await app.call(`${at(path)}?limit=1`)
    const cursor = /[?&]cursor=([^&>]+)/.exec(headers.get('link') ?? '')?.[1]
    if (cursor) found.set(path, decodeURIComponent(cursor))
  }
  return found
}

const at = (path: string) =>
  path.replace(/(\w+)\/\{(\w+)\}/g, (_, before: string, name: string) => {
    const kind = path.endsWith('/confirmations') ? 'unconfirmed' : before
    const value = name === 'date' ? '2026-11-20' : name === 'model' ? 'extract' : ids[kind]
    return `${before}/${value}`
  })

/** The plans of what was sent, behind the wall of row-level security as it was sent: of the checks, and of the work. */
async function plan(queries: { query: string; params: unknown[] }[]): Promise<string> {
  const lines: string[] = []
  await client.query('begin')
  try {
    for (const [i, { query, params }] of queries.entries()) {
      const { rows } = await client.query(`explain (costs off) ${query}`, params)
      lines.push(...rows.map((row) => row['QUERY PLAN']))
      if (i < queries.length - 1) await client.query(query, params)
    }
    return lines.join('\n')
  } finally {
    await client.query('rollback')
  }
}

const requests = DONE_AT_ONCE.flatMap(({ method, path, operation }) =>
  queriesOf(
    path,
    (operation.parameters ?? []).filter((parameter) => 'name' in parameter),
  ).map((query) => ({ method, path, query })),
).concat(
  PAGES.map((path) => ({ method: 'GET', path, query: '' })),
  Object.keys(FORMS).map((path) => ({ method: 'POST', path, query: '' })),
)

it.each(requests)('$method $path $query reads no table whole', async ({ method, path, query }) => {
  const cursor = cursors.get(path)
  const search = query === 'cursor' ? `cursor=${encodeURIComponent(cursor!)}` : query
  sent = []
  const body = BODIES[`${method} ${path}`]
  const form = FORMS[path] && new URLSearchParams(FORMS[path])
  await app.request(`${at(path)}?${search}`, body ? json(body, method) : { method, body: form ?? null })
  expect(sent.length).toBeGreaterThan(0)
  for (const queries of sent) {
    const lines = await plan(queries)
    // The form of the search offers the sources.
    const isOffered = (table: string) => path.startsWith('/search') && table === 'sources'
    const whole = large.filter(
      (table) => !isOffered(table) && new RegExp(`Seq Scan on ${table}\\b`).test(lines),
    )
    expect(whole, lines).toEqual([])
    // To walk the dates of all articles in search of a word is no better than to read them all.
    if (path === '/api/v1/articles' && query.includes('q=')) expect(lines).toContain('articles_search_index')
  }
})
