import { NeonDbError, neon } from '@neondatabase/serverless'
import { beforeAll, describe, expect, test } from 'vitest'
import { post, startStack } from './stack.ts'

const stack = startStack({ maxRequestBytes: 10_000, maxResponseBytes: 20_000 })

beforeAll(async () => {
  await stack.sql`create table parents (id int primary key, name text not null check (name <> ''))`
  await stack.sql`create table children (id int, parent_id int references parents deferrable initially deferred)`
})

async function failure(promise: Promise<unknown>): Promise<NeonDbError> {
  const error = await promise.then(
    () => undefined,
    (e: unknown) => e,
  )
  expect(error).toBeInstanceOf(NeonDbError)
  return error as NeonDbError
}

test('a constraint violation carries every field', async () => {
  await stack.sql`insert into parents values (1, 'one')`
  const error = await failure(stack.sql`insert into parents values (1, 'again')`)
  expect(error).toMatchObject({
    message: 'duplicate key value violates unique constraint "parents_pkey"',
    code: '23505',
    severity: 'ERROR',
    detail: 'Key (id)=(1) already exists.',
    schema: 'public',
    table: 'parents',
    constraint: 'parents_pkey',
    file: 'nbtinsert.c',
    routine: '_bt_check_unique',
  })
  expect(Number(error.line)).toBeGreaterThan(0)
  expect(await failure(stack.sql`insert into parents values (2, null)`)).toMatchObject({
    code: '23502',
    column: 'name',
  })
})

test('position, hint, where and internal query come through', async () => {
  expect(await failure(stack.sql`select nam from parents`)).toMatchObject({
    code: '42703',
    position: '8',
    hint: expect.stringContaining('name'),
  })
  const inside = stack.sql`do $$ begin execute 'select broken('; end $$`
  expect(await failure(inside)).toMatchObject({
    internalQuery: 'select broken(',
    internalPosition: expect.any(String),
    where: expect.stringContaining('PL/pgSQL'),
  })
  const raised = stack.sql`do $$ begin raise exception 'no' using errcode = 'P0042', datatype = 'mood', hint = 'h', detail = 'd'; end $$`
  expect(await failure(raised)).toMatchObject({
    message: 'no',
    code: 'P0042',
    dataType: 'mood',
    hint: 'h',
    detail: 'd',
  })
})

test('a session works on after an error', async () => {
  for (let i = 0; i < 3; i++) {
    await failure(stack.sql`select 1 / ${0}::int`)
    expect(await stack.sql`select 1 / ${1}::int as one`).toEqual([{ one: 1 }])
  }
})

test('a failing statement leaves nothing prepared behind', async () => {
  for (let i = 0; i < 5; i++) await failure(stack.sql`insert into parents values (1, 'again')`)
  const [row] =
    await stack.sql`select count(*)::int as count from pg_prepared_statements where statement like '%again%'`
  expect(row!.count).toBeLessThanOrEqual(1)
})

test('one statement a query', async () => {
  expect(await failure(stack.sql`select 1; select 2`)).toMatchObject({ code: '42601' })
})

test('COPY is refused and the session works on', async () => {
  await failure(stack.sql`copy parents from stdin`)
  await failure(stack.sql`copy parents to stdout`)
  expect(await stack.sql`select 1 as one`).toEqual([{ one: 1 }])
})

describe('connection strings', () => {
  const cases: [name: string, url: string, expected: object][] = [
    ['wrong password', 'postgres://postgres:wrong@x.example/postgres', { status: 400, code: '28P01' }],
    ['unknown user', 'postgres://nobody_here:x@x.example/postgres', { status: 400, code: '28P01' }],
    ['unknown database', '<password>/absent', { status: 500, code: '3D000' }],
    [
      'no password',
      'postgres://postgres@x.example/postgres',
      { status: 400, message: expect.stringContaining('required password') },
    ],
    ['no user', 'postgres://x.example/postgres', { status: 400, message: 'missing username' }],
    ['another scheme', 'https://a:b@x.example/postgres', { status: 400, message: 'incorrect scheme' }],
    ['no URL', 'nonsense', { status: 400, message: expect.stringContaining('invalid connection string') }],
    [
      'bad escapes',
      'postgres://a:%ff@x.example/postgres',
      { status: 400, message: expect.stringContaining('percent') },
    ],
  ]
  test.each(cases)('%s', async (_, url, expected) => {
    const header = url === '<password>/absent' ? stack.proxy.url({ database: 'absent' }) : url
    const { status, json } = await post(stack, { query: 'select 1' }, { 'Neon-Connection-String': header })
    expect({ status, ...json }).toMatchObject(expected)
  })

  test('a role with any characters in name and password', async () => {
    const [user, password] = [`o'brien "x" @:/?#[]%`, `p@ss:w/o?r#d%[] "ü'\\`]
    await stack.sql.query(
      `create role "${user.replaceAll('"', '""')}" login password '${password.replaceAll("'", "''")}'`,
    )
    const sql = neon(stack.proxy.url({ user, password }))
    expect(await sql`select current_user as who`).toEqual([{ who: user }])
  })
})

describe('bodies', () => {
  test.each([
    ['malformed JSON', '{'],
    ['no query', '{}'],
    ['null', 'null'],
    ['a query that is no text', '{"query":1}'],
    ['params that are no array', '{"query":"select 1","params":{}}'],
    ['a batch with a hole', '{"queries":[{"query":"select 1"},null]}'],
  ])('%s is a 400 that says so', async (_, body) => {
    const { status, json } = await post(stack, body)
    expect(status).toBe(400)
    expect(json).toMatchObject({
      message: expect.stringContaining('could not parse the HTTP request body'),
      code: '',
    })
  })

  test('NUL in the query or a parameter is an error, not a broken connection', async () => {
    expect((await post(stack, { query: 'select 1\0' })).status).toBe(400)
    expect((await post(stack, { query: 'select $1::text', params: ['a\0b'] })).json.code).toBe('22021')
    expect((await post(stack, { query: 'select 1' })).status).toBe(200)
  })

  test('more parameters than the protocol counts are refused', async () => {
    const { status, json } = await post(stack, { query: 'select 1', params: Array(70_000).fill(1) }).catch(
      () => ({ status: 413, json: {} }),
    )
    expect([400, 413]).toContain(status)
    expect(json).toBeDefined()
  })

  test('a request over the limit is a 413', async () => {
    const { status, json } = await post(stack, { query: 'select $1::text', params: ['x'.repeat(10_000)] })
    expect({ status, message: json.message }).toEqual({
      status: 413,
      message: 'request is too large (max is 10000 bytes)',
    })
    expect((await post(stack, { query: 'select $1::text', params: ['x'.repeat(9_000)] })).status).toBe(200)
  })

  test('a response over the limit is a 507, and its query is stopped', async () => {
    const { status, json } = await post(stack, {
      query: `select repeat('x', 1000), generate_series(1, 1000000000)`,
    })
    expect({ status, message: json.message }).toEqual({
      status: 507,
      message: 'response is too large (max is 20000 bytes)',
    })
    expect(
      (await post(stack, { query: `select repeat('x', 1000) from generate_series(1, 15)` })).status,
    ).toBe(200)
  })
})

test('other paths and methods are refused, preflight is answered', async () => {
  const base = `http://127.0.0.1:${stack.proxy.port}`
  expect((await fetch(`${base}/other`)).status).toBe(404)
  expect((await fetch(`${base}/sql`)).status).toBe(405)
  const preflight = await fetch(`${base}/sql`, { method: 'OPTIONS' })
  expect(preflight.status).toBe(200)
  expect(preflight.headers.get('access-control-allow-headers')).toContain('Neon-Connection-String')
})
