import type { LoadRequest } from './load.ts'
import type { BenchDatabase } from './stack.ts'

/** The servers that are compared. */
export type ServerName =
  | 'morning brief'
  | 'before'
  | 'least edge'
  | 'plain edge'
  | 'fastify + pg'
  | 'hono on node + pg'

/** One measured request, as each server takes it; a server that has no such route is left out. */
export interface HttpCase {
  name: string
  requests: Partial<Record<ServerName, LoadRequest>>
}

/** What the least that there can be has a route for. */
const LEAST = new Set(['item by id', 'create'])

const PEERS = ['plain edge', 'fastify + pg', 'hono on node + pg'] as const

/** The requests of the benchmark over the seeded items, todos and brief. */
export async function httpCases(database: BenchDatabase): Promise<HttpCase[]> {
  const authorization = `Bearer ${database.token}`
  const { rows } = await database.query('select id from items order by created_at desc limit 1000')
  const anyId = () => rows[Math.floor(Math.random() * rows.length)].id as string
  const body = JSON.stringify({ name: 'Bread flour', description: 'two bags' })
  const ours = (method: 'GET' | 'POST', path: LoadRequest['path'], more: Partial<LoadRequest> = {}) => ({
    method,
    path,
    headers: { authorization },
    ...more,
  })
  const compare = (name: string, method: 'GET' | 'POST', path: LoadRequest['path'], more = {}): HttpCase => ({
    name,
    requests: {
      'morning brief': ours(method, path, more),
      ...(LEAST.has(name) && { 'least edge': ours(method, path, more) }),
      ...Object.fromEntries(PEERS.map((peer) => [peer, { method, path, ...more }])),
    },
  })
  const alone = (name: string, path: string, more = {}): HttpCase => ({
    name,
    requests: { 'morning brief': ours('GET', path, more) },
  })
  return [
    compare('item by id', 'GET', () => `/items/${anyId()}`),
    compare('page of items with total', 'GET', '/items?limit=20'),
    compare('deep page', 'GET', '/items?limit=20&offset=90000'),
    compare('create', 'POST', '/items', { body }),
    {
      name: 'create with idempotency key',
      requests: {
        'morning brief': ours('POST', '/items', {
          body,
          headers: () => ({ authorization, 'idempotency-key': crypto.randomUUID() }),
        }),
      },
    },
    alone('todos', '/api/todos?limit=50'),
    alone("today's brief, JSON", '/api/v1/briefs/today'),
    alone("today's brief, page", '/', { headers: { authorization, accept: 'text/html' } }),
    alone('article search over 100,000', '/api/v1/articles?q=harbour%20bridge&limit=20'),
  ]
}
