import { neon, neonConfig } from '@neondatabase/serverless'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/neon-http'
import { Hono } from 'hono'
import { todos } from './schema.ts'

// Locally the Neon protocol is plain HTTP on the database's own port; at Neon the driver knows the way.
const atNeon = neonConfig.fetchEndpoint
neonConfig.fetchEndpoint = (host, port, options) => {
  if (host === 'localhost' || host === '127.0.0.1') return `http://${host}:${port}/sql`
  return typeof atNeon === 'string' ? atNeon : atNeon(host, port, options)
}

type Env = { Bindings: { DATABASE_URL: string } }

// No pool: each statement is one HTTP request, so nothing stays open between requests.
const open = (env: Env['Bindings']) => drizzle(neon(env.DATABASE_URL))

const app = new Hono<Env>()
  .get('/todos', async (c) => c.json(await open(c.env).select().from(todos).orderBy(todos.id), 200))
  .post('/todos', async (c) => {
    const { description } = await c.req.json<{ description?: unknown }>()
    if (typeof description !== 'string' || !description.trim()) return c.json({ error: 'description?' }, 400)
    const [todo] = await open(c.env).insert(todos).values({ description }).returning()
    return c.json(todo, 201)
  })
  .post('/todos/:id{[0-9]{1,9}}/done', async (c) => {
    const done = open(c.env).update(todos).set({ completed: true })
    const [todo] = await done.where(eq(todos.id, Number(c.req.param('id')))).returning()
    return todo ? c.json(todo, 200) : c.json({ error: 'not found' }, 404)
  })

export default app
