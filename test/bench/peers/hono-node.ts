/** Hono on Node with a pool of pg connections. */
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import * as z from 'zod'
import { createQueries, readArguments } from './queries.ts'

const { port, databaseUrl, userId } = readArguments()
const queries = createQueries(databaseUrl, userId)
const NewItem = z.object({ name: z.string().min(1).max(255), description: z.string().nullish() })

const app = new Hono()
  .get('/items', async (c) => c.json(await queries.page(c.req.query())))
  .get('/items/:id', async (c) => {
    const item = await queries.get(c.req.param('id'))
    return item ? c.json(item) : c.json({ error: 'not found' }, 404)
  })
  .post('/items', async (c) => {
    const parsed = NewItem.safeParse(await c.req.json())
    if (!parsed.success) return c.json({ error: parsed.error.issues }, 400)
    return c.json(await queries.create(parsed.data.name, parsed.data.description ?? null), 201)
  })

serve({ fetch: app.fetch, port, hostname: '127.0.0.1' })
