import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import * as relations from '../../src/db/relations.ts'
import * as schema from '../../src/db/schema/index.ts'
import { findStale } from '../../src/local/docs/index.ts'
import { foreignKeys, tables } from '../../src/local/docs/relations.ts'
import { appAs, json } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
const pool = new pg.Pool({ connectionString: database.directUrl, max: 1 })
pool.on('error', () => {})
afterAll(() => pool.end())

describe('what is written from the code', () => {
  it('is what the code says now; npm run docs writes it', async () => {
    expect(await findStale()).toEqual([])
  })

  it('has a relation of every foreign key of the database', async () => {
    const [{ count }] = (await database.query<{ count: number }>(
      `select count(*)::int as count from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`,
    )) as [{ count: number }]
    expect(foreignKeys).toHaveLength(count)
    expect(tables.length).toBeGreaterThan(20)
  })
})

describe('the relations', () => {
  it('let db.query read from both sides', async () => {
    const app = await appAs(database)
    await app.call('/api/todos', json({ description: 'Read the brief' }))
    const db = drizzle(pool, { schema: { ...schema, ...relations } })
    const user = await db.query.users.findFirst({
      where: (users, { eq }) => eq(users.id, app.userId),
      with: { todos: true, access_tokens: { with: { parent: true } } },
    })
    expect(user).toMatchObject({
      todos: [{ description: 'Read the brief' }],
      access_tokens: [{ name: 'test', parent: null }],
    })
    const todo = await db.query.todos.findFirst({ with: { user: { columns: { id: true } } } })
    expect(todo?.user).toEqual({ id: app.userId })
  })

  it('can be followed from every table', async () => {
    const db = drizzle(pool, { schema: { ...schema, ...relations } })
    for (const { name } of tables) {
      const related = Object.keys(db._.schema![name as 'users'].relations)
      const all = Object.fromEntries(related.map((relation) => [relation, true]))
      const query = db.query[name as 'users'].findMany({ limit: 1, with: all })
      await expect(query, name).resolves.toBeInstanceOf(Array)
    }
  })
})
