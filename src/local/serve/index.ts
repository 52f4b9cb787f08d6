import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { Command } from 'commander'
import { migrate } from '../../migrate/migrate.ts'
import { openDevDatabase } from '../dev/database.ts'
import { explainStart } from '../dev/explain.ts'
import { listenAt } from '../dev/front.ts'
import { releaseLeases, startCronTimer } from '../dev/jobs.ts'
import { step } from '../dev/output.ts'
import { startWorker, stopOrphanedWorkers, stopWorker } from '../dev/worker-process.ts'
import { createSetUpCode } from '../seed/set-up-code.ts'
import { whenStopped } from '../when-stopped.ts'
import { readServeSettings, type ServeSettings } from './settings.ts'

const BUNDLE = 'dist/worker/worker.js'

new Command('serve')
  .description(
    'The home server: production’s worker in workerd, with its crons and queues, on a Postgres of your own.',
  )
  .addHelpText(
    'after',
    `
Settings (environment, or the file .dev.vars):
  PORT, HOST    where it serves (8787, 127.0.0.1; HOST=0.0.0.0 for the whole network)
  DATA_DIR      where the embedded database keeps its files (.local)
  DATABASE_URL  an own Postgres instead of the embedded one
  TRUST_PROXY   on: believe the X-Forwarded headers of the proxy in front, which ends TLS`,
  )
  .parse()

/** What is to be stopped, the latest first. */
const running: (() => Promise<void> | void)[] = []
let ending: Promise<never> | undefined
void whenStopped().then(() => end(0))

try {
  await start(readServeSettings(process.env))
} catch (error) {
  console.error(`\n${explainStart(error, 'serve')}`)
  await end(1)
}

async function start(settings: ServeSettings): Promise<void> {
  const { port, host, dataDir, databaseUrl, workerSettings, trustProxy } = settings
  if (!existsSync(BUNDLE)) execFileSync(process.execPath, ['src/local/build.ts'], { stdio: 'inherit' })
  await stopOrphanedWorkers(dataDir)
  const front = await listenAt({
    port,
    host,
    isServed: () => true,
    added: (asked) => describeClient(asked, trustProxy),
  })
  running.push(front.close)
  const database = await step('database', () => openDevDatabase(databaseUrl, dataDir))
  running.push(database.stop)
  await step(
    'migrations',
    () => migrate({ databaseUrl: database.directUrl, folder: 'drizzle' }),
    ({ applied }) => (applied.length > 0 ? `${applied.length} applied` : 'up to date'),
  )
  // The queue of a server that was killed is gone, and with it the messages that its leases wait for.
  if (database.embedded) await releaseLeases(database.directUrl)
  running.push(stopWorker)
  const worker = await step('worker', () =>
    startWorker({
      name: String(port),
      dataDir,
      vars: { ...workerSettings, DATABASE_URL: database.url },
      // The worker's lines are JSON already: they are the log of the container.
      onLine: (line) => /\{"level":/.test(line) && console.log(line.slice(line.indexOf('{'))),
      program: (workerPort, settingsFile) => ({
        args: [`${import.meta.dirname}/runtime.ts`, String(workerPort), settingsFile],
        formatSettings: (vars) => JSON.stringify(vars),
      }),
    }),
  )
  void worker.exited.then(() => {
    if (!ending) console.error('The worker ended by itself; its last lines are above.')
    return end(1)
  })
  front.open(worker.origin)
  running.push(startCronTimer(worker.origin))
  console.log(`Morning Brief is ready at http://localhost:${port}`)
  const path = await createSetUpCode(database.directUrl)
  if (path !== null)
    console.log(
      `Nobody is known here yet. The first person begins here, once: http://localhost:${port}${path}`,
    )
}

/** Who asks, and by which address: the worker takes it from these headers, which nobody outside can set. */
function describeClient(asked: IncomingMessage, trustProxy: boolean): Record<string, string> {
  const { headers, socket } = asked
  const last = (value: string | string[] | undefined) =>
    String(value ?? '')
      .split(',')
      .at(-1)
      ?.trim()
  const forwarded = trustProxy ? last(headers['x-forwarded-for']) : undefined
  const protocol = trustProxy && last(headers['x-forwarded-proto']) === 'https' ? 'https' : 'http'
  return {
    'cf-connecting-ip': forwarded || (socket.remoteAddress ?? ''),
    'mf-original-url': `${protocol}://${headers.host ?? 'localhost'}${asked.url ?? '/'}`,
  }
}

function end(code: number): Promise<never> {
  ending ??= (async () => {
    for (const stop of running.reverse()) await stop()
    process.exit(code)
  })()
  return ending
}
