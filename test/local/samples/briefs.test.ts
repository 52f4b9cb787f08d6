import { expect, it } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import { buildDueBriefs } from '../../../src/features/briefs/build-due.ts'
import { readFeed } from '../../../src/ingest/read-feed.ts'
import { DEMO_TOPICS, PAPERS } from '../../../src/local/samples/catalogue.ts'
import { writeEdition } from '../../../src/local/samples/edition.ts'
import { DAY_MS, dayOf } from '../../../src/local/samples/pick-stories.ts'
import { seed } from '../../../src/local/seed/index.ts'
import { useTestDatabase } from '../../harness/test-database.ts'

const DAYS = process.env.LONG ? 120 : 16
const FIRST = dayOf(new Date('2027-01-05T00:00:00Z'))
const database = useTestDatabase()

async function storeEdition(day: number): Promise<void> {
  for (const paper of PAPERS) {
    const { body, contentType } = writeEdition(paper, day)
    const { articles } = await readFeed(body, { url: paper.url, contentType, now: new Date(day * DAY_MS) })
    await database.query(
      `insert into articles (source_id, title, link, summary_raw, content_hash, published_at, tags, language)
       select (select id from sources where url = $2), title, link, summary_raw, content_hash, published_at, tags,
         language
       from jsonb_to_recordset($1) as a(title text, link text, summary_raw text, content_hash text,
         published_at timestamptz, tags jsonb, language text)
       on conflict do nothing`,
      [JSON.stringify(articles), paper.url],
    )
  }
}

it(`a laptop used on ${DAYS} days in a row gets three articles a topic each morning`, async () => {
  await seed({ databaseUrl: database.directUrl, sampleOrigin: 'http://127.0.0.1:8790', timeZone: 'UTC' })
  const config = readConfig({ DATABASE_URL: database.url })
  for (let day = FIRST; day < FIRST + DAYS; day++) {
    await storeEdition(day)
    await buildDueBriefs(config, new Date((day + 7 / 24) * DAY_MS).toISOString())
  }
  const mornings = await database.query<{ name: string; counts: number[] }>(
    `select name, array_agg(many order by delivery_date) as counts
     from (select topic_id, delivery_date, count(*)::int as many from deliveries group by 1, 2) brief
       join topics on topics.id = topic_id
     group by name order by name`,
  )
  const full = Array<number>(DAYS).fill(3)
  const names = DEMO_TOPICS.map(({ name }) => name).sort()
  expect(mornings).toEqual(names.map((name) => ({ name, counts: full })))
})
