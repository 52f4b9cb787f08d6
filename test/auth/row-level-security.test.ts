import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
let ada: TestApp
let eve: TestApp
let client: pg.Client

beforeAll(async () => {
  ada = await appAs(database)
  eve = await appAs(database)
  for (const app of [ada, eve]) {
    await app.call('/items', json({ name: 'item' }))
    await app.call('/api/todos', json({ description: 'todo' }))
    await app.call('/api/v1/topics', json({ name: 'Topic', keywords: ['x'] }))
    const { headers, ...init } = json({ name: 'token' })
    await app.call('/api/v1/tokens', { ...init, headers: { ...headers, 'idempotency-key': 'k' } })
  }
  client = new pg.Client({ connectionString: database.directUrl })
  await client.connect()
})
afterAll(() => client.end())

const hashOf = async (app: TestApp) => {
  const [row] = await database.query<{ token_hash: string }>(
    'select token_hash from access_tokens where user_id = $1 order by id limit 1',
    [app.userId],
  )
  return row!.token_hash
}

/** Runs a statement behind the wall as the owner of a token, and leaves nothing of it. */
async function behindTheWall(hash: string, text: string, values: unknown[] = []) {
  await client.query('begin')
  try {
    await client.query("select enter_as_token($1, 'token', 'reader')", [hash])
    return await client.query(text, values)
  } finally {
    await client.query('rollback')
  }
}

const owned = () =>
  database.query<{ name: string; owner: string }>(
    `select table_name as name, column_name as owner from information_schema.columns
     where table_schema = 'public' and (column_name = 'user_id' or (table_name = 'users' and column_name = 'id'))
     order by 1`,
  )

describe('row-level security', () => {
  it('is in force on every table that has an owner', async () => {
    const tables = await database.query<{ name: string }>(
      `select relname as name from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace order by 1`,
    )
    expect(tables.map(({ name }) => name)).toEqual((await owned()).map(({ name }) => name))
    expect(tables.length).toBeGreaterThan(8)
  })

  it('shows no row of another, and changes none, though no statement asks whose it is', async () => {
    const hash = await hashOf(ada)
    for (const { name, owner } of await owned()) {
      const { rows } = await behindTheWall(hash, `select distinct ${owner} as owner from ${name}`)
      expect([name, rows.filter((row) => row.owner !== ada.userId)]).toEqual([name, []])
      const set = `update ${name} set updated_at = updated_at returning ${owner} as owner`
      expect((await behindTheWall(hash, set)).rows.filter((row) => row.owner !== ada.userId)).toEqual([])
      const gone = `delete from ${name} returning ${owner} as owner`
      expect((await behindTheWall(hash, gone)).rows.filter((row) => row.owner !== ada.userId)).toEqual([])
    }
    for (const name of ['items', 'todos', 'topics', 'access_tokens', 'idempotency_keys']) {
      expect((await behindTheWall(hash, `select * from ${name}`)).rowCount).toBeGreaterThan(0)
    }
  })

  it('lets nobody write a row in another name', async () => {
    const hash = await hashOf(ada)
    const insert = 'insert into items (user_id, name) values ($1, $2)'
    await expect(behindTheWall(hash, insert, [eve.userId, 'x'])).rejects.toThrow('row-level security')
    const give = 'update items set user_id = $1'
    await expect(behindTheWall(hash, give, [eve.userId])).rejects.toThrow('row-level security')
  })

  it('lets nobody in whom a token proves nothing, nor who has not the role', async () => {
    await expect(behindTheWall('0'.repeat(64), 'select 1')).rejects.toMatchObject({ code: 'MB401' })
    const asAdmin = client.query("select enter_as_token($1, 'token', 'admin')", [await hashOf(ada)])
    await expect(asAdmin).rejects.toMatchObject({ code: 'MB403' })
    const asSession = client.query("select enter_as_token($1, 'session', 'reader')", [await hashOf(ada)])
    await expect(asSession).rejects.toMatchObject({ code: 'MB401' })
  })

  it('stands in the way of requests, and not of the owner', async () => {
    await database.query('alter policy items_owner on items using (false)')
    expect((await ada.call('/items')).body.items).toEqual([])
    expect((await database.query('select from items')).length).toBe(2)
    expect((await ada.call('/items', json({ name: 'x' }))).status).toBe(500)
    await database.query('alter policy items_owner on items using (user_id = (select current_user_id()))')
    expect((await ada.call('/items')).body.total).toBe(1)
  })
})
