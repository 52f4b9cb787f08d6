import { beforeAll, expect, it } from 'vitest'
import { readFeed } from '../../../src/ingest/read-feed.ts'
import { DEMO_TOPICS, PAPERS } from '../../../src/local/samples/catalogue.ts'
import { writeEdition } from '../../../src/local/samples/edition.ts'
import { DAY_MS, dayOf } from '../../../src/local/samples/pick-stories.ts'
import { useTestDatabase } from '../../harness/test-database.ts'

const DAYS = process.env.LONG ? 60 : 14
const FIRST = dayOf(new Date('2027-01-05T00:00:00Z'))
const days = Array.from({ length: DAYS }, (_, ahead) => FIRST + ahead)
const database = useTestDatabase()

/** What was fetched by a moment, not older than 40 hours. Matches as the brief does. */
const MATCHES = `
  select title, content_hash from articles
  where published_at between $3::timestamptz - interval '40 hours' and $3 and created_at <= $3
    and search @@ topic_query($1, $2)`

beforeAll(async () => {
  await database.query(
    `insert into sources (name, url, feed_url) values ('s', 'https://s.example', 'https://s.example/f')`,
  )
  for (const day of days) {
    for (const paper of PAPERS) {
      const { body, contentType } = writeEdition(paper, day)
      const now = new Date(day * DAY_MS)
      const { articles } = await readFeed(body, { url: paper.url, contentType, now })
      await database.query(
        `insert into articles (source_id, title, link, summary_raw, content_hash, published_at, tags, language, created_at)
         select 1, title, link, summary_raw, content_hash, published_at, tags, language, $2
         from jsonb_to_recordset($1) as a(title text, link text, summary_raw text, content_hash text,
           published_at timestamptz, tags jsonb, language text)
         on conflict do nothing`,
        [JSON.stringify(articles), now],
      )
    }
  }
})

it.each(DEMO_TOPICS)(
  '$name has six matching stories at any hour of every day',
  async ({ keywords, language }) => {
    for (const day of days) {
      for (const hour of [0, 9, 23.999]) {
        const moment = new Date((day + hour / 24) * DAY_MS).toISOString()
        const found = await database.query(MATCHES, [JSON.stringify(keywords), language, moment])
        expect(found.length, moment).toBeGreaterThanOrEqual(6)
      }
    }
  },
)

it.each(DEMO_TOPICS)(
  '$name has titles of eight days that no one would take for each other',
  async (topic) => {
    for (const day of days.slice(8)) {
      const close = await database.query(
        `with found as (${MATCHES.replace('40 hours', '192 hours')})
       select a.title, b.title as other, similarity(a.title, b.title) from found a join found b
         on a.content_hash < b.content_hash and similarity(a.title, b.title) > 0.35`,
        [JSON.stringify(topic.keywords), topic.language, new Date(day * DAY_MS).toISOString()],
      )
      expect(close).toEqual([])
    }
  },
)

it('brings a story round again only after eight days, and then from another place', async () => {
  const again = await database.query(
    `select a.title from articles a join articles b on a.id < b.id
       and (a.title, a.summary_raw) = (b.title, b.summary_raw)
     where abs(extract(epoch from a.published_at - b.published_at)) < 86400 * 15
       and a.language in ('english', 'german') and not a.tags ?| array['gossip', 'found', 'postcard']`,
  )
  expect(again).toEqual([])
})
