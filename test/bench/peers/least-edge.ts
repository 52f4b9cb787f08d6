/**
 * The least that Hono and Neon's driver can do for a request that proves who it is: one statement, written by hand, in
 * one round trip; no drizzle, validation, log, row-level security, headers or time limit. Nothing on this driver that
 * authenticates is quicker.
 */
import { neon, neonConfig } from '@neondatabase/serverless'
import { type Context, Hono } from 'hono'
import { hashToken } from '../../../src/http/hash.ts'

type Env = { Bindings: { DATABASE_URL: string } }

neonConfig.fetchEndpoint = (host, port) => `http://${host}:${port}/sql`

const CALLER = `select users.id from access_tokens join users on users.id = access_tokens.user_id
  where token_hash = $1 and kind = 'token' and (expires_at is null or expires_at > now()) and is_active`
const GET = `with caller as materialized (${CALLER})
  select to_json(items) as row from items, caller where items.id = $2::uuid and items.user_id = caller.id`
const CREATE = `with caller as materialized (${CALLER})
  insert into items (user_id, name, description) select id, $2, $3 from caller returning to_json(items) as row`

let sql: ReturnType<typeof neon> | undefined

async function run(c: Context<Env>, text: string, ...params: unknown[]) {
  sql ??= neon(c.env.DATABASE_URL)
  const token = c.req.header('authorization')?.slice('Bearer '.length) ?? ''
  const [found] = (await sql.query(text, [await hashToken(token), ...params])) as { row: object }[]
  return found?.row
}

export default new Hono<Env>()
  .get('/items/:id', async (c) => {
    const row = await run(c, GET, c.req.param('id'))
    return row ? c.json(row) : c.json({ error: 'not found' }, 404)
  })
  .post('/items', async (c) => {
    const { name, description = null } = await c.req.json()
    const row = await run(c, CREATE, name, description)
    return row ? c.json(row, 201) : c.json({ error: 'unauthenticated' }, 401)
  })
