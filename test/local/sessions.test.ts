import { beforeAll, describe, expect, test } from 'vitest'
import { isSessionNeutral } from '../../src/local/neon/session-effects.ts'
import { post, startStack, until } from './stack.ts'

/** One connection, so that every request gets the one before's. */
const stack = startStack({ maxSessions: 1 })

beforeAll(async () => {
  await stack.sql`create table notes (id int generated always as identity, body text)`
})

describe('a request leaves nothing to the next', () => {
  const cases: [what: string, leave: string, look: string, clean: unknown][] = [
    [
      'a setting',
      `set search_path to pg_catalog`,
      `select current_setting('search_path') as seen`,
      '"$user", public',
    ],
    [
      'a setting by function',
      `select set_config('work_mem', '1MB', false)`,
      `select current_setting('work_mem') as seen`,
      '4MB',
    ],
    ['a temporary table', `create temp table t as select 1`, `select to_regclass('t')::text as seen`, null],
    ['a selected temporary table', `select 1 into temp t2`, `select to_regclass('t2')::text as seen`, null],
    [
      'an advisory lock',
      `select pg_advisory_lock(1)`,
      `select count(*)::int as seen from pg_locks where locktype = 'advisory'`,
      0,
    ],
    [
      'a prepared statement',
      `prepare p as select 1`,
      `select count(*)::int as seen from pg_prepared_statements where name = 'p'`,
      0,
    ],
    ['a role', `set role pg_monitor`, `select current_user as seen`, 'postgres'],
    ['a LISTEN', `listen news`, `select count(*)::int as seen from pg_listening_channels()`, 0],
    [
      'a cursor',
      `declare c cursor with hold for select 1`,
      `select count(*)::int as seen from pg_cursors where name = 'c'`,
      0,
    ],
    [
      'an open transaction',
      `begin`,
      `select count(*)::int as seen from pg_stat_activity where state like 'idle in%'`,
      0,
    ],
    [
      'a read-only transaction',
      `start transaction read only`,
      `select current_setting('transaction_read_only') as seen`,
      'off',
    ],
  ]
  test.each(cases)('%s', async (_, leave, look, clean) => {
    const before = await stack.sql`select pg_backend_pid() as pid`
    await stack.sql.query(leave)
    expect(await stack.sql.query(look)).toEqual([{ seen: clean }])
    expect(await stack.sql`select pg_backend_pid() as pid`).toEqual(before)
  })

  test('a sequence’s last value', async () => {
    await stack.sql`insert into notes (body) values ('x')`
    await expect(stack.sql`select lastval()`).rejects.toMatchObject({ code: '55000' })
  })

  test('an advisory lock is free as soon as its request has ended', async () => {
    await stack.sql`select pg_advisory_lock(7)`
    await until(
      async () => (await stack.sql`select 1 from pg_locks where locktype = 'advisory'`).length === 0,
    )
  })

  test('a batch that changes its session', async () => {
    await stack.sql.transaction((sql) => [sql`set work_mem to '2MB'`, sql`deallocate all`, sql`select 1`])
    expect(await stack.sql`select current_setting('work_mem') as seen`).toEqual([{ seen: '4MB' }])
  })
})

test('plain statements are told from those that touch the session', () => {
  const neutral = [
    'select 1',
    ' INSERT into t values (1)',
    'with x as (select 1) select * from x',
    'update t set a = 1',
    'delete from t',
  ]
  const bound = [
    'set x = 1',
    'begin',
    `select set_config('a', 'b', true)`,
    'select pg_try_advisory_lock(1)',
    'select 1 into temporary t',
    `select U&"set\\005fconfig"('a', 'b', false)`,
    '/* c */ select 1',
    'select 1 into pg_temp.t',
  ]
  expect(neutral.filter(isSessionNeutral)).toEqual(neutral)
  expect(bound.filter(isSessionNeutral)).toEqual([])
})

describe('prepared statements', () => {
  const prepared = (text: string) =>
    stack.sql`select name from pg_prepared_statements where statement = ${text}`

  test('a statement is prepared once', async () => {
    const text = 'select body from notes where id = $1'
    await stack.sql.query(text, [1])
    const first = await prepared(text)
    expect(first).toHaveLength(1)
    for (let i = 0; i < 3; i++) await stack.sql.query(text, [i])
    expect(await prepared(text)).toEqual(first)
  })

  test('they are bounded', async () => {
    for (let i = 0; i < 150; i++) await stack.sql.query(`select ${i} as n`)
    const [row] = await stack.sql`select count(*)::int as count from pg_prepared_statements`
    expect(row!.count).toBeLessThanOrEqual(102)
    expect(row!.count).toBeGreaterThan(90)
  })

  test.each([
    [
      'a column added',
      'alter table shaped add column extra text default $$new$$',
      { id: 1, name: 'one', extra: 'new' },
    ],
    [
      'a column renamed',
      'alter table shaped rename column extra to more',
      { id: 1, name: 'one', more: 'new' },
    ],
    ['a type changed', 'alter table shaped alter column id type text', { id: '1', name: 'one', more: 'new' }],
    ['a column dropped', 'alter table shaped drop column more', { id: '1', name: 'one' }],
  ])('stay right after %s', async (_, ddl, row) => {
    await stack.sql`create table if not exists shaped (id int, name text)`
    await stack.sql`insert into shaped (id, name) select 1, 'one' where not exists (select from shaped)`.catch(
      () => {},
    )
    const select = () => stack.sql.query('select * from shaped', [], { fullResults: true })
    await select()
    // Through a connection of its own, so that the proxy cannot know of it.
    const { Client } = (await import('pg')).default
    const client = new Client({ connectionString: stack.url })
    await client.connect()
    await client.query(ddl)
    await client.end()
    const result = await select()
    expect(result.rows).toEqual([row])
    expect(result.fields.map(({ name }) => name)).toEqual(Object.keys(row))
    const [first] = await stack.sql.transaction((sql) => [sql`select * from shaped`])
    expect(first).toEqual([row])
  })

  test('a changed result inside a batch neither fails nor runs twice', async () => {
    await stack.sql`create table twice (id int)`
    await stack.sql`create table watched (id int)`
    const body = { queries: [{ query: 'insert into twice values (1)' }, { query: 'select * from watched' }] }
    await post(stack, body)
    const { Client } = (await import('pg')).default
    const client = new Client({ connectionString: stack.url })
    await client.connect()
    await client.query('alter table watched add column extra int')
    await client.end()
    expect((await post(stack, body)).status).toBe(200)
    expect(await stack.sql`select count(*)::int as count from twice`).toEqual([{ count: 2 }])
  })
})
