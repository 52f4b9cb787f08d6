/**
 * What a good tutorial would write: Hono, drizzle over Neon's HTTP driver, one query a request, no authentication.
 * It runs in the same workerd, against the same database and protocol.
 */
import { neon, neonConfig } from '@neondatabase/serverless'
import { count, desc, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/neon-http'
import { Hono } from 'hono'
import * as z from 'zod'
import { items } from '../../../src/db/schema/items.ts'

interface Env {
  DATABASE_URL: string
  USER_ID: string
}

neonConfig.fetchEndpoint = (host, port) => `http://${host}:${port}/sql`
const NewItem = z.object({ name: z.string().min(1).max(255), description: z.string().nullish() })

export default new Hono<{ Bindings: Env }>()
  .get('/items', async (c) => {
    const db = drizzle(neon(c.env.DATABASE_URL))
    const owner = eq(items.user_id, Number(c.env.USER_ID))
    const limit = Number(c.req.query('limit') ?? 100)
    const offset = Number(c.req.query('offset') ?? 0)
    const [page, total] = await db.batch([
      db.select().from(items).where(owner).orderBy(desc(items.created_at)).limit(limit).offset(offset),
      db.select({ n: count() }).from(items).where(owner),
    ])
    return c.json({ items: page, total: total[0]!.n })
  })
  .get('/items/:id', async (c) => {
    const db = drizzle(neon(c.env.DATABASE_URL))
    const [item] = await db
      .select()
      .from(items)
      .where(eq(items.id, c.req.param('id')))
    return item ? c.json(item) : c.json({ error: 'not found' }, 404)
  })
  .post('/items', async (c) => {
    const parsed = NewItem.safeParse(await c.req.json())
    if (!parsed.success) return c.json({ error: parsed.error.issues }, 400)
    const { name, description = null } = parsed.data
    const db = drizzle(neon(c.env.DATABASE_URL))
    const [item] = await db
      .insert(items)
      .values({ name, description, user_id: Number(c.env.USER_ID) })
      .returning()
    return c.json(item, 201)
  })
