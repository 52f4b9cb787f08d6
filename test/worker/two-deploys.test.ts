import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MessageBatch, ScheduledController } from '@cloudflare/workers-types'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { migrate } from '../../src/migrate/migrate.ts'
import { arrange } from '../briefs/arrange.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { type FeedServer, startFeedServer } from '../ingest/pipeline/feed-server.ts'

/** A feed each; of reports that are too much alike, a brief takes only one. */
const STORIES = [
  'quarterly-tariffs-frighten-exporters-of-steel',
  'beehives-thrive-between-panels-on-a-farm',
  'museum-lit-at-dusk-for-its-centenary',
  'village-buys-back-the-old-dairy',
  'ferry-crosses-the-strait-without-diesel',
]
const SOURCES = STORIES.length
const READERS = 5

const database = useTestDatabase()
const { user, topic } = arrange(database)
const folder = mkdtempSync(join(tmpdir(), 'morning-brief-deploys-'))
let feeds: FeedServer
let deploys: Deploy[]
beforeAll(async () => {
  feeds = await startFeedServer((n) => [`${STORIES[n]}-solar`, `${STORIES[n]}-wind`])
  deploys = [await deploy(), await deploy()]
  await database.query(
    `insert into sources (name, url, feed_url)
     select 'Feed ' || n, $1 || '/site/' || n, $1 || '/feed/' || n from generate_series(0, $2::int - 1) n`,
    [feeds.origin, SOURCES],
  )
  for (let n = 0; n < READERS; n++) await topic(await user({ brief_hour: 0 }), ['solar'])
})
afterAll(async () => {
  await feeds?.close()
  rmSync(folder, { recursive: true })
})

type Deploy = Awaited<ReturnType<typeof deploy>>

/** The worker as another isolate has it: modules of its own, and one queue for all. */
async function deploy() {
  vi.resetModules()
  const { default: worker } = await import('../../src/worker.ts')
  const env = {
    DATABASE_URL: database.url,
    FEED_ALLOWED_ORIGINS: feeds.origin,
    SLOW_QUERY_MS: '60000',
    INGEST_QUEUE: { sendBatch: async (batch: Iterable<{ body: unknown }>) => void queue.push(...batch) },
  } as unknown as Parameters<typeof worker.scheduled>[1]
  return {
    cron: (cron: string) => worker.scheduled({ cron } as ScheduledController, env),
    consume: (messages: { body: unknown }[]) =>
      worker.queue(
        {
          queue: 'morning-brief-ingest',
          messages: messages.map(({ body }, n) => ({
            id: String(n),
            body,
            ack() {},
            retry: () => void retried.push(body),
          })),
        } as unknown as MessageBatch<unknown>,
        env,
      ),
  }
}
const queue: { body: unknown }[] = []
const retried: unknown[] = []

/** The migrations of the next release: those that are there, and one on the tables that are at work. */
function nextRelease(): string {
  cpSync('drizzle', folder, { recursive: true })
  const path = join(folder, 'meta/_journal.json')
  const journal = JSON.parse(readFileSync(path, 'utf8'))
  const last = journal.entries.at(-1)
  journal.entries.push({ ...last, idx: last.idx + 1, when: last.when + 1, tag: '9999_next' })
  writeFileSync(path, JSON.stringify(journal))
  writeFileSync(
    join(folder, '9999_next.sql'),
    'alter table sources add column next_runs integer default 0;\n--> statement-breakpoint\nupdate sources set next_runs = next_runs + 1;',
  )
  return folder
}

const count = async (what: string) =>
  (await database.query<{ n: number }>(`select count(*)::int as n from ${what}`))[0]!.n
const together = <T>(work: (deploy: Deploy) => Promise<T>) => Promise.all(deploys.map(work))

it('two deploys at once migrate, tick, fetch and build as one would', async () => {
  const release = { databaseUrl: database.directUrl, folder: nextRelease() }
  const [first, second] = await Promise.all([
    migrate(release),
    migrate(release),
    together(({ cron }) => cron('*/5 * * * *')),
  ])
  expect([...first.applied, ...second.applied]).toEqual(['9999_next'])
  expect(await database.query('select distinct next_runs from sources')).toEqual([{ next_runs: 1 }])

  // Every message comes to both at the same moment: the platform promises no more than at least once.
  expect(queue).toHaveLength(SOURCES)
  await together(({ consume }) => consume(queue))
  expect(retried).toEqual([])
  expect([...feeds.requests.values()]).toEqual(Array(SOURCES).fill(1))
  expect(await count("fetches where outcome = 'ok'")).toBe(SOURCES)
  expect(await count('articles')).toBe(2 * SOURCES)
  await together(({ cron }) => cron('*/5 * * * *'))
  expect(queue).toHaveLength(SOURCES)

  await database.query("update articles set published_at = now() - interval '1 h'")
  await together(({ cron }) => cron('0,15,30,45 * * * *'))
  expect(await count('briefs')).toBe(READERS)
  const perTopic = await database.query(
    'select count(*)::int as n, count(distinct created_at)::int as builds from deliveries group by topic_id',
  )
  expect(perTopic).toEqual(Array(READERS).fill({ n: 3, builds: 1 }))
  expect(await count('article_summaries')).toBe(
    await count('(select distinct article_id from deliveries) delivered'),
  )
})
