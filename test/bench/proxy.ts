import { enter } from '../../src/db/envelope.ts'
import { getItem } from '../../src/features/items/queries.ts'
import { hashToken } from '../../src/http/hash.ts'
import { type LoadRequest, load } from './load.ts'
import { cpuByMode } from './server.ts'
import type { BenchDatabase } from './stack.ts'

/** What one request costs the process of the local Neon protocol. */
export interface ProxyRow {
  request: string
  requests_per_second: number
  /** CPU milliseconds a request, and how much of it the kernel takes: sockets, mostly. */
  cpu_ms: number
  kernel_ms: number
  failed: number
}

/**
 * Asks the local Neon protocol ever more, so that each row's cost over the one before shows where its CPU goes: HTTP,
 * the way to Postgres and back, the row, and the batch in which the worker sends a statement.
 */
export async function benchProxy(database: BenchDatabase, seconds: number): Promise<ProxyRow[]> {
  const { rows: items } = await database.query('select id from items order by created_at desc limit 1')
  const id = items[0].id as string
  const token_hash = await hashToken(database.token)
  const { work } = getItem.compile({ id }, { keyed: false, versioned: false })
  const batch = [enter({ kind: 'token', token_hash }, getItem.access, 3_000), work]
  const requests: Record<string, LoadRequest> = {
    'HTTP alone': { method: 'OPTIONS', path: '/sql' },
    'select 1': ask(database, { query: 'select 1 as one' }),
    'item by id': ask(database, { query: 'select * from items where id = $1', params: [id] }),
    'item by id, as the worker asks': ask(database, {
      queries: batch.map(({ text: query, params }) => ({ query, params })),
    }),
  }
  const server = {
    origin: new URL(database.url.replace('postgres:', 'http:')).origin,
    pid: database.proxyPid,
  }
  const rows: ProxyRow[] = []
  for (const [request, sent] of Object.entries(requests)) {
    await load({ ...server, stop() {} }, sent, 1)
    const before = cpuByMode(server.pid)
    const { requests_per_second, cpu_ms_per_1000, failed } = await load(
      { ...server, stop() {} },
      sent,
      seconds,
    )
    const after = cpuByMode(server.pid)
    const share = (after.kernel - before.kernel) / (after.kernel + after.user - before.kernel - before.user)
    const cpu_ms = cpu_ms_per_1000 / 1000
    rows.push({ request, requests_per_second, cpu_ms, kernel_ms: cpu_ms * share, failed })
  }
  return rows
}

/** A request as Neon's driver sends it: raw texts, to be parsed by itself. */
const ask = (database: BenchDatabase, body: object): LoadRequest => ({
  method: 'POST',
  path: '/sql',
  headers: {
    'neon-connection-string': database.url,
    'neon-raw-text-output': 'true',
    'neon-array-mode': 'true',
  },
  body: JSON.stringify(body),
})
