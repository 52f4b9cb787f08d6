import { beforeAll, expect, test } from 'vitest'
import { post, startStack } from './stack.ts'

const stack = startStack()

beforeAll(async () => {
  await stack.sql`create table parents (id int primary key)`
  await stack.sql`create table children (parent_id int references parents deferrable initially deferred)`
})

const modes = () =>
  stack.sql`select current_setting('transaction_isolation') as isolation, current_setting('transaction_read_only') as read_only,
    current_setting('transaction_deferrable') as deferrable, txid_current_if_assigned() is null as unassigned`

test('a batch answers each statement in order', async () => {
  const [inserted, counted, none] = await stack.sql.transaction((sql) => [
    sql`insert into parents values (1), (2) returning id`,
    sql`select count(*)::int as count from parents`,
    sql`select 1 where false`,
  ])
  expect([inserted, counted, none]).toEqual([[{ id: 1 }, { id: 2 }], [{ count: 2 }], []])
})

test('the same statement twice in a batch, and a batch again', async () => {
  for (let round = 0; round < 3; round++) {
    const twice = await stack.sql.transaction((sql) => [1, 2].map((n) => sql`select ${n}::int as n`))
    expect(twice).toEqual([[{ n: 1 }], [{ n: 2 }]])
  }
})

test('an empty batch has no results', async () => {
  expect(await stack.sql.transaction([])).toEqual([])
})

test('a failing statement rolls all back and the session works on', async () => {
  const batch = stack.sql.transaction((sql) => [
    sql`insert into parents values (10)`,
    sql`insert into parents values (10)`,
    sql`insert into parents values (11)`,
  ])
  await expect(batch).rejects.toMatchObject({ code: '23505' })
  expect(await stack.sql`select id from parents where id >= 10`).toEqual([])
})

test('a failing commit is the batch’s error', async () => {
  const batch = stack.sql.transaction((sql) => [sql`insert into children values (99)`])
  await expect(batch).rejects.toMatchObject({ code: '23503', table: 'children' })
  expect(await stack.sql`select * from children`).toEqual([])
})

test('a statement sees what those before it made', async () => {
  const [, , rows] = await stack.sql.transaction((sql) => [
    sql`create table made (n int)`,
    sql`insert into made values (5)`,
    sql`select n from made`,
    sql`drop table made`,
  ])
  expect(rows).toEqual([{ n: 5 }])
})

test.each([
  ['ReadUncommitted', 'read uncommitted'],
  ['ReadCommitted', 'read committed'],
  ['RepeatableRead', 'repeatable read'],
  ['Serializable', 'serializable'],
] as const)('isolation level %s', async (isolationLevel, isolation) => {
  const [rows] = await stack.sql.transaction([modes()], { isolationLevel })
  expect(rows![0]).toMatchObject({ isolation, read_only: 'off', deferrable: 'off' })
})

test('read only refuses a write, deferrable is set', async () => {
  const options = { isolationLevel: 'Serializable', readOnly: true, deferrable: true } as const
  const [rows] = await stack.sql.transaction([modes()], options)
  expect(rows![0]).toMatchObject({ isolation: 'serializable', read_only: 'on', deferrable: 'on' })
  const write = stack.sql.transaction([stack.sql`insert into parents values (20)`], { readOnly: true })
  await expect(write).rejects.toMatchObject({ code: '25006' })
})

test('the modes are echoed, an unknown one is refused', async () => {
  const body = { queries: [{ query: 'select 1' }] }
  const echoed = await post(stack, body, {
    'Neon-Batch-Isolation-Level': 'Serializable',
    'Neon-Batch-Read-Only': 'true',
  })
  expect(echoed.headers.get('neon-batch-isolation-level')).toBe('Serializable')
  expect(echoed.headers.get('neon-batch-read-only')).toBe('true')
  expect(echoed.headers.get('neon-batch-deferrable')).toBeNull()
  const refused = await post(stack, body, { 'Neon-Batch-Isolation-Level': 'toString' })
  expect({ status: refused.status, message: refused.json.message }).toEqual({
    status: 400,
    message: 'invalid isolation level',
  })
})

test('each statement may choose its own form of rows', async () => {
  const query = 'select 1 as n'
  const { json } = await post(stack, {
    queries: [
      { query, arrayMode: false },
      { query, arrayMode: true },
    ],
  })
  expect(json.results!.map(({ rows }) => rows)).toEqual([[{ n: 1 }], [[1]]])
})
