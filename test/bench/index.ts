import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { Command } from 'commander'
import { benchBriefBuild } from './brief-build.ts'
import { buildOwnBundle, buildPeer } from './bundle.ts'
import { coldStarts } from './cold-start.ts'
import { formatFigures } from './figures.ts'
import { benchHostileFeeds } from './hostile-feeds.ts'
import { type HttpCase, httpCases, type ServerName } from './http-cases.ts'
import { benchIngest } from './ingest.ts'
import { benchLarge } from './large.ts'
import { type LoadResult, load } from './load.ts'
import { benchMail } from './mail.ts'
import { benchProxy } from './proxy.ts'
import { seedArticles } from './seed-articles.ts'
import { type Server, serveNode } from './server.ts'
import { type BenchDatabase, freshDatabase, seedItems, startBenchDatabase } from './stack.ts'
import { formatProxy, formatTable, median, type Row } from './table.ts'
import { serveWorkerd } from './workerd.ts'

interface Flags {
  json?: true
  only?: string
  seconds: number
  rounds: number
  before?: string
}

const flags = new Command('bench')
  .description('Measures Morning Brief beside what people would pick instead, on this machine, in one run.')
  .option('--json', 'print the rows as JSON')
  .option('--only <text>', 'only the cases whose name contains this')
  .option('--seconds <number>', 'seconds of load a round', Number, 3)
  .option('--rounds <number>', 'rounds, the servers in turn', Number, 3)
  .option(
    '--before <file>',
    'a worker of an earlier version (dist/bundle/worker.js), loaded in turn with this one',
  )
  .parse()
  .opts<Flags>()

const say = (text: string) => process.stderr.write(`${text}\n`)
// What is measured in this process logs, too: what is printed here is the result alone.
console.log = console.error
const print = (text: string) => process.stdout.write(`${text}\n`)
const wanted = (name: string) => !flags.only || name.includes(flags.only)

say('Building the bundles, starting the database, seeding 100,000 items and 100,000 articles …')
/** One reader creates whatever the load asks for. */
const NO_QUOTAS = { ITEMS_PER_USER: '100000000', IDEMPOTENCY_KEYS_PER_USER: '100000000' }

const bundle = buildOwnBundle()
const edgeBundle = await buildPeer('./peers/plain-edge.ts')
const leastBundle = await buildPeer('./peers/least-edge.ts')
const database = await startBenchDatabase()
const servers: Partial<Record<ServerName, Server>> = {}
try {
  await seedItems(database, 100_000)
  await seedArticles(database, 100_000)
  Object.assign(servers, await startServers(database))
  const rows: Row[] = []
  for (const httpCase of await httpCases(database)) {
    if (wanted(httpCase.name)) rows.push(...(await measure(httpCase)))
  }
  const proxy = wanted('proxy') ? await measureProxy() : null
  const hostile = wanted('hostile feeds') ? await benchHostileFeeds() : null
  const ingest = wanted('ingest') ? await measureIngest() : null
  const briefs = wanted('brief build') ? await measureBriefs() : null
  const mail = wanted('mail') ? await measureMail() : null
  const large = wanted('large') ? await measureLarge() : null
  const start = wanted('cold start') ? await measureColdStart() : null
  const kb = gzipSync(readFileSync(bundle)).length / 1024
  if (flags.json)
    print(
      JSON.stringify(
        { rows, proxy, hostile, ingest, briefs, mail, large, cold_start: start, bundle_gzip_kb: kb },
        null,
        2,
      ),
    )
  else {
    print(formatTable(rows))
    if (proxy) print(formatProxy(proxy))
    for (const line of formatFigures({ hostile, ingest, briefs, mail, large, start, kb })) print(line)
  }
} finally {
  for (const server of Object.values(servers)) server.stop()
  await database.stop()
}

async function startServers({ url, directUrl, userId }: BenchDatabase) {
  return {
    'morning brief': await serveWorkerd({ bundle, bindings: { DATABASE_URL: url, ...NO_QUOTAS } }),
    ...(flags.before && {
      before: await serveWorkerd({ bundle: flags.before, bindings: { DATABASE_URL: url, ...NO_QUOTAS } }),
    }),
    'least edge': await serveWorkerd({ bundle: leastBundle, bindings: { DATABASE_URL: url } }),
    'plain edge': await serveWorkerd({
      bundle: edgeBundle,
      bindings: { DATABASE_URL: url, USER_ID: String(userId) },
    }),
    'fastify + pg': await serveNode('./peers/fastify-pg.ts', directUrl, userId),
    'hono on node + pg': await serveNode('./peers/hono-node.ts', directUrl, userId),
  }
}

/** Loads the servers in turn, round after round, so that a machine that slows down slows all of them. */
async function measure({ name, requests: asked }: HttpCase): Promise<Row[]> {
  const own = asked['morning brief']
  const requests: HttpCase['requests'] = { ...asked, ...(flags.before && own && { before: own }) }
  const names = Object.keys(requests) as ServerName[]
  const results = new Map<ServerName, LoadResult[]>(names.map((server) => [server, []]))
  for (const server of names) await load(servers[server]!, requests[server]!, 1)
  for (let round = 1; round <= flags.rounds; round++) {
    for (const server of names) {
      say(`${name}, round ${round} of ${flags.rounds}, ${server}`)
      results.get(server)!.push(await load(servers[server]!, requests[server]!, flags.seconds))
    }
  }
  const ours = median(results.get('morning brief')!).requests_per_second
  return names.map((server) => {
    const figures = median(results.get(server)!)
    const ratio = server === 'morning brief' ? null : ours / figures.requests_per_second
    return { case: name, server, ...figures, ratio }
  })
}

async function measureProxy() {
  say('proxy: CPU of the local Neon protocol')
  return benchProxy(database, flags.seconds)
}

async function measureIngest() {
  say('ingest')
  return benchIngest((await freshDatabase(database, 'bench_ingest')).url)
}

async function measureBriefs() {
  say('brief build: 10,000 topics over 100,000 articles, some minutes')
  return benchBriefBuild((await freshDatabase(database, 'bench_briefs')).url)
}

async function measureMail() {
  say('mail: the briefs of 100,000 readers, all due at once, some minutes')
  const { url, direct } = await freshDatabase(database, 'bench_mail')
  return benchMail(url, direct)
}

async function measureLarge() {
  say('large: a million items and a million articles, some minutes')
  const { direct } = await freshDatabase(database, 'bench_large')
  return benchLarge(direct)
}

async function measureColdStart() {
  say('cold start')
  const hello = await buildPeer('./peers/hello.ts')
  const bindings = { DATABASE_URL: database.url, ...NO_QUOTAS }
  return coldStarts({
    ours_ms: { bundle, bindings },
    plain_edge_ms: { bundle: edgeBundle, bindings },
    hello_ms: { bundle: hello, bindings: {} },
  })
}
