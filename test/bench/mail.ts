import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { neonConfig } from '@neondatabase/serverless'
import pg from 'pg'
import { readConfig } from '../../src/config.ts'
import { useLogLevel } from '../../src/log.ts'
import { dispatchDue } from '../../src/outbox/dispatch.ts'
import { sendMessages } from '../../src/outbox/send.ts'

/** What a morning of mail took, all of it due at the same moment. */
export interface MailFigures {
  mails: number
  mails_per_second: number
  /** When the last reader had theirs, after the hour. */
  latest_minutes: number
  round_trips_per_mail: number
  kb_per_mail: number
  /** How many of them had to be tried again. */
  again: number
  /** Messages by what became of them: all are to be sent. */
  states: Record<string, number>
}

/** Consumers at once, as the platform's queue would run them. */
const CONSUMERS = 4
/** A provider's time for an answer, in milliseconds. */
const ANSWER_MS = 20

/**
 * Sends the briefs of one morning through a stub of a provider, in a database that is migrated and empty.
 * @param databaseUrl through Neon's protocol; `directUrl` is the same database without
 */
export async function benchMail(
  databaseUrl: string,
  directUrl: string,
  readers = 100_000,
): Promise<MailFigures> {
  const client = new pg.Client(directUrl)
  await client.connect()
  const provider = await startProvider()
  let roundTrips = 0
  const usual = neonConfig.fetchFunction
  neonConfig.fetchFunction = (input: string, init: RequestInit) => {
    roundTrips++
    return fetch(input, init)
  }
  useLogLevel({ LOG_LEVEL: 'error' })
  try {
    await fill(client, readers)
    const config = readConfig({
      DATABASE_URL: databaseUrl,
      MAIL_URL: `resend://key@http://127.0.0.1:${provider.port}/emails`,
      MAIL_FROM: 'Morning Brief <brief@brief.example>',
      PUBLIC_URL: 'https://brief.example',
      DATABASE_TIMEOUT_MS: '60000',
      DATABASE_ATTEMPT_TIMEOUT_MS: '60000',
    })
    const started = performance.now()
    const queue: number[][] = []
    let isDispatched = false
    let waiting = 0
    let again = 0
    const consume = async () => {
      while (queue.length > 0 || waiting > 0 || !isDispatched) {
        const ids = queue.shift()
        if (!ids) {
          await sleep(5)
          continue
        }
        const { later } = await sendMessages(config, ids, {})
        again += later.length
        // The platform's queue delivers it again after this time; a second more, for the clocks of both.
        for (const { id, delay_s } of later) {
          waiting++
          void sleep((delay_s + 1) * 1000).then(() => {
            queue.push([id])
            waiting--
          })
        }
      }
    }
    const consumers = Array.from({ length: CONSUMERS }, consume)
    await dispatchDue(config, async (ids) => queue.push(ids))
    isDispatched = true
    await Promise.all(consumers)
    const { mails, bytes, lastAt } = provider.taken()
    const { rows } = await client.query<{ state: string; messages: number }>(
      'select state, count(*)::int as messages from messages group by 1',
    )
    return {
      mails,
      mails_per_second: mails / ((lastAt - started) / 1000),
      latest_minutes: (lastAt - started) / 60_000,
      round_trips_per_mail: roundTrips / mails,
      kb_per_mail: bytes / mails / 1024,
      again,
      states: Object.fromEntries(rows.map(({ state, messages }) => [state, messages])),
    }
  } finally {
    useLogLevel()
    neonConfig.fetchFunction = usual
    provider.stop()
    await client.end()
  }
}

async function startProvider() {
  let mails = 0
  let bytes = 0
  let lastAt = 0
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
    })
    request.on('end', () => {
      mails++
      lastAt = performance.now()
      setTimeout(() => response.end('{"id":"x"}'), ANSWER_MS)
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    port,
    taken: () => ({ mails, bytes, lastAt }),
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Readers with two topics of three articles each, and a mail channel; the trigger writes their messages. */
async function fill(client: pg.Client, readers: number): Promise<void> {
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
  for (const text of statements) await client.query(text, text.includes('$1') ? [readers] : [])
  await client.query('vacuum analyze')
}
