import { neon } from '@neondatabase/serverless'
import { expect, test } from 'vitest'
import { startStack, until } from './stack.ts'

const stack = startStack({ maxSessions: 2 })

const running = async () => {
  const rows =
    await stack.sql`select 1 from pg_stat_activity where query like '%pg_sleep(%' and state = 'active' and pid <> pg_backend_pid()`
  return rows.length
}

test('a client that goes away takes its query along', async () => {
  const aborter = new AbortController()
  const gone = stack.sql
    .query('select pg_sleep(1000)', [], { fetchOptions: { signal: aborter.signal } })
    .catch((e: Error) => e)
  await until(async () => (await running()) === 1)
  aborter.abort()
  expect(await gone).toBeInstanceOf(Error)
  await until(async () => (await running()) === 0)
})

test('a batch of one that goes away leaves no transaction behind', async () => {
  await stack.sql`create table kept (id int)`
  const aborter = new AbortController()
  const sql = neon(stack.url, { fetchOptions: { signal: aborter.signal } })
  const gone = sql
    .transaction([sql`insert into kept values (1)`, sql`select pg_sleep(1000)`])
    .catch((e: Error) => e)
  await until(async () => (await running()) === 1)
  aborter.abort()
  expect(await gone).toBeInstanceOf(Error)
  await until(async () => (await running()) === 0)
  expect(await stack.sql`select * from kept`).toEqual([])
})

test('those who wait for a connection may go away, the others are served', async () => {
  const hold = new AbortController()
  const holders = [1, 2].map(() =>
    stack.sql
      .query('select pg_sleep(1000)', [], { fetchOptions: { signal: hold.signal } })
      .catch(() => 'gone'),
  )
  await until(async () => (await observe()) === 2)
  const leave = new AbortController()
  const leaver = stack.sql
    .query(`select 'left' as who`, [], { fetchOptions: { signal: leave.signal } })
    .catch(() => 'gone')
  const stayers = [1, 2, 3].map((n) => stack.sql`select ${n}::int as n`)
  leave.abort()
  expect(await leaver).toBe('gone')
  hold.abort()
  expect(await Promise.all(stayers)).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]])
  expect(await Promise.all(holders)).toEqual(['gone', 'gone'])
})

/** As `running`, with a sign-in of its own: the pool is full. */
async function observe(): Promise<number> {
  const sql = neon(`${stack.url}?application_name=observer`)
  return (
    await sql`select 1 from pg_stat_activity where query like '%pg_sleep(%' and state = 'active' and pid <> pg_backend_pid()`
  ).length
}
