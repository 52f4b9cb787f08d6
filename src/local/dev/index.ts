import { randomBytes } from 'node:crypto'
import { Command } from 'commander'
import { isThisMachine, parseDatabaseUrl } from '../../migrate/connection.ts'
import { migrate } from '../../migrate/migrate.ts'
import { seed } from '../seed/index.ts'
import { whenStopped } from '../when-stopped.ts'
import { openDevDatabase } from './database.ts'
import { explainStart } from './explain.ts'
import { listenInFront } from './front.ts'
import { makeFirstBrief, releaseLeases, startCronTimer } from './jobs.ts'
import { readKeptVapidKeys } from './kept-vapid-keys.ts'
import { startMailbox } from './mailbox.ts'
import { createWorkerLog, step } from './output.ts'
import { startKeptSampleFeeds } from './sample-feeds.ts'
import { type DevSettings, readDevSettings } from './settings.ts'
import { startWorker, stopOrphanedWorkers, stopWorker } from './worker-process.ts'

const { real = false } = new Command('dev')
  .description('Runs the whole product on this machine: database, feeds, worker, and a brief of today.')
  .option('--real', 'read some thirty real feeds instead of the sample feeds; needs a network')
  .addHelpText(
    'after',
    `
Settings (environment, or the file .dev.vars):
  PORT          where it serves (8787)
  DATA_DIR      where the embedded database keeps its files (.local)
  DATABASE_URL  an own Postgres or a Neon database instead of the embedded one
                (or PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE)`,
  )
  .parse()
  .opts<{ real?: boolean }>()

/** What is to be stopped, the latest first. */
const running: (() => Promise<void> | void)[] = []

let ending: Promise<never> | undefined

void whenStopped().then(() => end(0))

try {
  await start(readDevSettings(process.env))
} catch (error) {
  console.error(`\n${explainStart(error, 'dev')}`)
  await end(1)
}

async function start({ port, dataDir, databaseUrl, workerSettings }: DevSettings): Promise<void> {
  const started = performance.now()
  const origin = `http://localhost:${port}`
  console.log('Morning Brief starts:')
  await stopOrphanedWorkers(dataDir)
  const demoKey = randomBytes(32).toString('base64url')
  const front = await listenInFront(port, demoKey)
  running.push(front.close)
  const database = await step(
    'database',
    () => openDevDatabase(databaseUrl, dataDir),
    (db) => (db.embedded ? `embedded Postgres, kept in ${dataDir}` : 'your own, from DATABASE_URL'),
  )
  running.push(database.stop)
  await step(
    'migrations',
    () => migrate({ databaseUrl: database.directUrl, folder: 'drizzle' }),
    ({ applied }) => (applied.length > 0 ? `${applied.length} applied` : 'up to date'),
  )
  const samples = await startKeptSampleFeeds(dataDir)
  running.push(samples.close)
  // What is sent stays here, unless the settings name a server of their own.
  const mailbox = workerSettings.MAIL_URL ? null : await startMailbox(dataDir)
  if (mailbox) running.push(mailbox.close)
  // A database that others reach, too, gets no demo user, and nobody acts as that one without a token.
  const isLocal = isThisMachine(parseDatabaseUrl(database.directUrl))
  if (isLocal) {
    await step('seed', async () => {
      const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone
      const feeds = real ? { public: true, withoutSamples: true } : { sampleOrigin: samples.origin }
      await seed({ databaseUrl: database.directUrl, ...feeds, timeZone, mailChannel: mailbox !== null })
      if (database.embedded) await releaseLeases(database.directUrl)
    })
  }
  const vapidKeys = await readKeptVapidKeys(dataDir)
  const log = createWorkerLog()
  running.push(stopWorker)
  const worker = await step('worker', () =>
    startWorker({
      name: String(port),
      dataDir,
      vars: {
        PUBLIC_URL: origin,
        VAPID_KEYS: vapidKeys,
        ...(mailbox && { MAIL_URL: mailbox.url, MAIL_FROM: 'Morning Brief <brief@morning-brief.local>' }),
        ...workerSettings,
        ...(!isLocal && { DEMO_USER: 'off' }),
        DEMO_KEY: demoKey,
        DATABASE_URL: database.url,
        ...(!real && { SAMPLE_FEEDS_ORIGIN: samples.origin }),
        FEED_ALLOWED_ORIGINS: [workerSettings.FEED_ALLOWED_ORIGINS ?? '', samples.origin].join(' '),
      },
      onLine: log.line,
    }),
  )
  front.open(worker.origin, isLocal ? mailbox : null)
  void worker.exited.then(() => {
    if (!ending) console.error('The worker ended by itself; its last lines are above.')
    return end(1)
  })
  if (isLocal) {
    await step(
      'brief',
      () => makeFirstBrief(worker.origin, database.directUrl, real ? 'https://' : samples.origin),
      (articles) => `${articles} articles so far`,
    )
  }
  running.push(startCronTimer(worker.origin))
  log.open()
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  if (!isLocal || workerSettings.DEMO_USER === 'off')
    console.log('Requests need a token here: npm run user:create -- --email you@example.com')
  console.log(`\nMorning Brief is ready at ${origin} (started in ${seconds} s, Ctrl-C stops it)`)
  console.log(mailbox && isLocal ? `What it mails is at ${origin}/dev/mail\n` : '')
}

function end(code: number): Promise<never> {
  ending ??= (async () => {
    for (const stop of running.reverse()) await stop()
    process.exit(code)
  })()
  return ending
}
