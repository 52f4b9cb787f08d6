import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Command } from 'commander'
import { startFaultProxy } from '../faults/fault-proxy.ts'
import { FAULTS, type FaultName } from '../faults/faults.ts'
import { buildOwnBundle } from './bundle.ts'
import { startBenchDatabase } from './stack.ts'
import { serveWorkerd } from './workerd.ts'

const CLIENTS = 8
/** The worker's memory and the connections may end this much above where they were after the first third. */
const GROWTH = 1.25

const { minutes } = new Command('soak')
  .description(
    'Mixed load on the real runtime, with a fault in every hundredth query: nothing may grow or leak.',
  )
  .option('--minutes <number>', 'how long', Number, 30)
  .parse()
  .opts<{ minutes: number }>()

const bundle = buildOwnBundle()
const database = await startBenchDatabase()
const faults = await startFaultProxy(new URL(database.url).host, 1)
faults.plan = { probability: 0.01, kinds: Object.keys(FAULTS) as FaultName[] }
const complaints: string[] = []
const worker = await serveWorkerd({
  bundle,
  bindings: { DATABASE_URL: faults.url(database.url), DATABASE_ATTEMPT_TIMEOUT_MS: '500' },
  onLine(line) {
    // The service's own lines are JSON; whatever else is printed, the runtime complains of.
    const isOwn = line.startsWith('{') && JSON.parse(line).status !== 500
    if (!isOwn && complaints.length < 100) complaints.push(line)
  },
})
const end = Date.now() + minutes * 60_000
const statuses: Record<number, number> = {}
const samples: { rss_mb: number; connections: number }[] = []

try {
  await Promise.all([...Array.from({ length: CLIENTS }, client), sample()])
} finally {
  worker.stop()
  await faults.close()
  await database.stop()
}

const third = Math.floor(samples.length / 3)
const early = peak(samples.slice(third, 2 * third))
const late = peak(samples.slice(-third))
const passed =
  complaints.length === 0 &&
  !statuses[500] &&
  late.rss_mb <= early.rss_mb * GROWTH &&
  late.connections <= early.connections * GROWTH
console.log(
  JSON.stringify({ minutes, statuses, middle_third: early, last_third: late, complaints, passed }, null, 2),
)
if (!passed) process.exitCode = 1

/** Writes, reads, searches, changes and deletes, one after the other. */
async function client(_: unknown, number: number): Promise<void> {
  for (let n = 0; Date.now() < end; n++) {
    const key = { 'idempotency-key': `${number} ${n}` }
    const made = await call('POST', '/items', { name: `soak ${n}` }, key)
    const path = `/items/${made?.id}`
    await call('GET', path)
    await call('GET', '/items?limit=20')
    await call('PUT', path, { name: `changed ${n}` }, { 'idempotency-key': `${number} ${n} put` })
    await call('GET', '/api/v1/articles?q=solar')
    await call('GET', '/')
    await call('GET', '/ready')
    await call('DELETE', path, undefined, { 'idempotency-key': `${number} ${n} delete` })
  }
}

async function call(method: string, path: string, body?: unknown, more: Record<string, string> = {}) {
  const response = await fetch(worker.origin + path, {
    method,
    headers: { authorization: `Bearer ${database.token}`, 'content-type': 'application/json', ...more },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  statuses[response.status] = (statuses[response.status] ?? 0) + 1
  const text = await response.text()
  return text.startsWith('{') ? JSON.parse(text) : undefined
}

async function sample(): Promise<void> {
  while (Date.now() < end) {
    const { rows } = await database.query(
      `select count(*)::int as connections from pg_stat_activity where backend_type = 'client backend'`,
    )
    const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${worker.pid}/status`, 'utf8'))
    samples.push({ rss_mb: Number(rss![1]) / 1024, connections: rows[0].connections })
    await sleep(1_000)
  }
}

function peak(some: typeof samples): (typeof samples)[number] {
  return {
    rss_mb: Math.round(Math.max(...some.map(({ rss_mb }) => rss_mb))),
    connections: Math.max(...some.map(({ connections }) => connections)),
  }
}
