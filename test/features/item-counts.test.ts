import pg from 'pg'
import { expect, it } from 'vitest'
import { appAs, json } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()

/** Users whose kept number is not the number of their rows, and numbers of users who are gone. */
const wrong = () =>
  database.query(
    `select user_id, kept, counted from
       (select user_id, sum(count) as kept from item_counts group by user_id) counts
       full join (select user_id, count(*) as counted from items group by user_id) rows using (user_id)
     where kept is distinct from coalesce(counted, 0) or user_id not in (select id from users)`,
  )

const total = async (app: Awaited<ReturnType<typeof appAs>>) =>
  (await app.call('/items?limit=1')).body.total as number

it('counts what is made and deleted at the same moment', async () => {
  const reader = await appAs(database)
  const made = await Promise.all(
    Array.from({ length: 40 }, (_, n) => reader.call('/items', json({ name: `item ${n}` }))),
  )
  expect(await total(reader)).toBe(40)
  const ids = made.map(({ body }) => body.id as string)
  await Promise.all([
    ...ids.slice(0, 25).map((id) => reader.call(`/items/${id}`, { method: 'DELETE' })),
    ...ids.slice(0, 25).map((id) => reader.call(`/items/${id}`, { method: 'DELETE' })),
    ...ids.slice(25).map((_, n) => reader.call('/items', json({ name: `more ${n}` }))),
  ])
  expect(await total(reader)).toBe(30)
  expect(await wrong()).toEqual([])
})

it('lets no writer wait for another of the same user, and forgets what is rolled back', async () => {
  const reader = await appAs(database)
  const clients = Array.from({ length: 3 }, () => new pg.Client({ connectionString: database.directUrl }))
  await Promise.all(clients.map((client) => client.connect()))
  try {
    for (const client of clients) {
      await client.query("begin; set local lock_timeout = '2s'")
      await client.query(
        'insert into items (user_id, name) select $1, n::text from generate_series(1, 10) n',
        [reader.userId],
      )
    }
    expect(await total(reader)).toBe(0)
    await clients[0]!.query('commit')
    await clients[1]!.query('rollback')
    await clients[2]!.query('savepoint s; delete from items where true; rollback to s; commit')
  } finally {
    await Promise.all(clients.map((client) => client.end()))
  }
  expect(await total(reader)).toBe(20)
  const [rows] = await database.query<{ n: number }>(
    'select count(*)::int as n from item_counts where user_id = $1',
    [reader.userId],
  )
  expect(rows!.n).toBeLessThanOrEqual(3)
  await reader.call('/items', json({ name: 'x' }))
  expect(await wrong()).toEqual([])
})

it('follows rows that change hands, leave with their user, or are all cut off', async () => {
  const [ada, eve] = [await appAs(database), await appAs(database, { role: 'admin' })]
  for (const app of [ada, eve]) {
    await database.query(
      'insert into items (user_id, name) select $1, n::text from generate_series(1, 5) n',
      [app.userId],
    )
  }
  await database.query(
    'update items set user_id = $2 where id in (select id from items where user_id = $1 limit 2)',
    [ada.userId, eve.userId],
  )
  expect([await total(ada), await total(eve)]).toEqual([3, 7])
  expect((await eve.call(`/api/v1/users/${ada.userId}`, { method: 'DELETE' })).status).toBe(204)
  expect(await wrong()).toEqual([])
  await database.query('truncate items cascade')
  expect(await total(eve)).toBe(0)
  expect((await eve.call('/api/v1/me', { method: 'DELETE' })).status).toBe(409)
  expect(await wrong()).toEqual([])
})

it('lets a user go while their items are being deleted and made', async () => {
  const admin = await appAs(database, { role: 'admin' })
  const leaving = await appAs(database)
  const ids: string[] = []
  for (let n = 0; n < 10; n++) ids.push((await leaving.call('/items', json({ name: `${n}` }))).body.id)
  const replies = await Promise.all([
    ...ids.map((id) => leaving.call(`/items/${id}`, { method: 'DELETE' })),
    admin.call(`/api/v1/users/${leaving.userId}`, { method: 'DELETE' }),
    ...ids.map((id) => leaving.call('/items', json({ name: id }))),
  ])
  expect(replies.filter(({ status }) => status >= 500)).toEqual([])
  expect(await wrong()).toEqual([])
})
