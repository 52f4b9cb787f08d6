import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { neonConfig } from '@neondatabase/serverless'
import pg from 'pg'
import { readConfig } from '../../src/config.ts'
import { startLocalDatabase } from '../../src/local/database.ts'
import { migrate } from '../../src/migrate/migrate.ts'
import { dispatchDue } from '../../src/outbox/dispatch.ts'
import { sendMessages } from '../../src/outbox/send.ts'

// Sends the briefs of one morning to so many readers through a stub of a provider: node test/bench/outbox.ts [100000]
const READERS = Number(process.argv[2] ?? 100_000)
/** Consumers at once, as the platform's queue would run them. */
const CONSUMERS = 4
/** A provider's time for an answer, in milliseconds. */
const ANSWER_MS = 20

const dataDir = mkdtempSync(join(tmpdir(), 'morning-brief-outbox-'))
const database = await startLocalDatabase({ dataDir, port: 0 })
await migrate({ databaseUrl: database.directUrl, folder: 'drizzle' })
const client = new pg.Client(database.directUrl)
await client.connect()
await fill()

let taken = 0
let bytes = 0
const provider = createServer((request, response) => {
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length
  })
  request.on('end', () => {
    taken++
    setTimeout(() => response.end('{"id":"x"}'), ANSWER_MS)
  })
})
await new Promise<void>((listening) => provider.listen(0, '127.0.0.1', listening))
const { port } = provider.address() as AddressInfo

let roundTrips = 0
neonConfig.fetchFunction = (input: string, init: RequestInit) => {
  roundTrips++
  return fetch(input, init)
}
const config = readConfig({
  DATABASE_URL: database.url,
  MAIL_URL: `resend://key@http://127.0.0.1:${port}/emails`,
  MAIL_FROM: 'Morning Brief <brief@brief.example>',
  PUBLIC_URL: 'https://brief.example',
  DATABASE_TIMEOUT_MS: '60000',
  DATABASE_ATTEMPT_TIMEOUT_MS: '60000',
})
console.log = () => {}

const started = performance.now()
const queue: number[][] = []
let isDispatched = false
const consume = async () => {
  while (queue.length > 0 || !isDispatched) {
    const ids = queue.shift()
    if (ids) await sendMessages(config, ids, {})
    else await new Promise((resume) => setTimeout(resume, 5))
  }
}
const consumers = Array.from({ length: CONSUMERS }, consume)
await dispatchDue(config, async (ids) => queue.push(ids))
isDispatched = true
await Promise.all(consumers)
const seconds = (performance.now() - started) / 1000
const { rows } = await client.query(`select state, count(*)::int as messages from messages group by 1`)
process.stdout.write(
  `${taken} mails in ${seconds.toFixed(0)} s: ${Math.round(taken / seconds)} a second, the last reader's after ${(seconds / 60).toFixed(1)} minutes; ` +
    `${(roundTrips / taken).toFixed(3)} database round trips a mail; ${Math.round(bytes / taken / 1024)} KB a mail; ${JSON.stringify(rows)}\n`,
)
await client.end()
provider.closeAllConnections()
provider.close()
await database.stop()
rmSync(dataDir, { recursive: true, force: true })

/** Readers with two topics of three articles each, and a mail channel; the trigger writes their messages. */
async function fill(): Promise<void> {
  const statements = [
    `insert into users (email, brief_hour) select 'reader' || n || '@bench.example', 0 from generate_series(1, $1::int) n`,
    `insert into channels (user_id, kind, address, name, state, confirmed_at)
     select id, 'mail', email, email, 'active', now() from users`,
    `insert into topics (user_id, name, keywords)
     select id, name, '["tide"]' from users, unnest(array['The sea', 'Harbours']) name`,
    `insert into sources (name, url, feed_url) values ('Gazette', 'https://g.example/', 'https://g.example/feed')`,
    `insert into articles (source_id, title, link, summary_raw, content_hash, published_at)
     select 1, 'Tide ' || n || ' came within a hand of the quay', 'https://g.example/' || n,
       '<p>' || repeat('The tide of the night was the highest for years. ', 12) || '</p>', encode(sha256(n::text::bytea), 'hex'), now()
     from generate_series(1, 300) n`,
    `insert into deliveries (user_id, topic_id, article_id, delivery_date, position, score, score_parts, found_in)
     select user_id, id, 1 + (id * 3 + place) % 300, current_date + 1, place, 1,
       '{"story":1,"recency":1,"evidence":1,"credibility":1,"word_thumbs":1,"source_thumbs":1,"keyword_thumbs":1}',
       '{"title":["tide"]}'
     from topics, generate_series(1, 3) place`,
    `insert into briefs (user_id, delivery_date) select id, current_date + 1 from users`,
    // It is tomorrow's brief, so that it has not expired; now it is due.
    `update messages set next_attempt_at = now()`,
  ]
  for (const text of statements) await client.query(text, text.includes('$1') ? [READERS] : [])
  await client.query('vacuum analyze')
}
