import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { readConfig } from '../../src/config.ts'
import { buildDueBriefs } from '../../src/features/briefs/build-due.ts'
import { type BriefCase, benchBriefCases } from './brief-cases.ts'

/** What a run found. Times are of the database's statements as the job sees them. */
export interface BriefBuildResult {
  topics: number
  articles: number
  deliveries: number
  topics_per_second: number
  /** The same topics after as many articles more that none of them matches: it should hardly fall. */
  topics_per_second_with_unrelated_articles: number
  /** A tenth of the topics: it should be about the same. */
  topics_per_second_of_a_tenth: number
  /** The index that served the search, by Postgres's own count of its scans in the first measured build. */
  search_index_scans: number
  /** By matches of a topic. */
  cases: BriefCase[]
}

const SOURCES = 500
const USERS = 1_000
const TOPICS_PER_USER = 10
const DAYS = 30
/** Mornings built before the measured ones, so that topics have a history to compare with. */
const HISTORY = 2
const LAST_MORNING = Date.UTC(2026, 4, 31, 6)

/**
 * Measures the build of 10,000 topics over 100,000 articles, as the hourly job runs it, in a database that is
 * migrated and empty. The articles' words are distributed as words are (few are common, most are rare).
 */
export async function benchBriefBuild(databaseUrl: string, articles = 100_000): Promise<BriefBuildResult> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await seed(client, articles)
    const config = {
      ...readConfig({ DATABASE_URL: databaseUrl }),
      databaseTimeoutMs: 60_000,
      databaseAttemptMs: 60_000,
    }
    const morning = (day: number) => new Date(LAST_MORNING - day * 86_400_000).toISOString()
    const build = async (day: number) => {
      const started = performance.now()
      const report = await buildDueBriefs(config, morning(day))
      return { ...report, per_second: Math.round(report.topics / ((performance.now() - started) / 1000)) }
    }
    for (let day = HISTORY + 2; day > 2; day--) await build(day)
    const scansBefore = await searchScans(client)
    const full = await build(2)
    const search_index_scans = (await searchScans(client)) - scansBefore
    await client.query(`update users set is_active = id % 10 = 0`)
    const tenth = await build(1)
    await client.query(`update users set is_active = true`)
    await addArticles(client, articles, 'u')
    const unrelated = await build(0)
    const now = morning(0)
    const cases = await benchBriefCases({
      client,
      word,
      now,
      build: () => buildDueBriefs(config, now),
    })
    return {
      topics: full.topics,
      articles,
      deliveries: full.deliveries,
      topics_per_second: full.per_second,
      topics_per_second_with_unrelated_articles: unrelated.per_second,
      topics_per_second_of_a_tenth: tenth.per_second,
      search_index_scans,
      cases,
    }
  } finally {
    await client.end()
  }
}

/** A word that is no English stop word and has no English ending, of a number. */
const word = (number: string, prefix = 'k') =>
  `'${prefix}' || translate((${number})::int::text, '0123456789', 'abkdofgzum') || 'ox'`

async function seed(client: pg.Client, articles: number): Promise<void> {
  await client.query('select setseed(0.5)')
  await client.query(
    `insert into sources (name, url, feed_url, credibility_score)
     select 'Source ' || n, 'https://s' || n || '.example/', 'https://s' || n || '.example/feed', 0.3 + (n % 7) / 10.0
     from generate_series(1, ${SOURCES}) n`,
  )
  await addArticles(client, articles, 'k')
  await client.query(
    `insert into users (email) select 'bench' || n || '@bench.example' from generate_series(1, ${USERS}) n`,
  )
  // Words of middling frequency, as people's interests are.
  await client.query(
    `insert into topics (user_id, name, keywords)
     select users.id, 'Topic ' || n, jsonb_build_array(
       ${word('3000 + 17000 * random()')}, ${word('3000 + 17000 * random()')}, '-' || ${word('3000 + 17000 * random()')})
     from users, generate_series(1, ${TOPICS_PER_USER}) n where email like 'bench%'`,
  )
  await client.query('analyze')
}

/** Articles of thirty days before the last morning, stored in the order in which they appeared, with 9 words in the title and 40 in the summary. */
async function addArticles(client: pg.Client, count: number, prefix: string): Promise<void> {
  const words = (many: number) =>
    `(select string_agg(${word('20000 * power(random(), 2.5)', prefix)}, ' ') from generate_series(1, ${many} + 0 * n))`
  await client.query(
    `insert into articles (source_id, title, link, summary_raw, tags, language, published_at, content_hash)
     select (select min(id) from sources) + n % ${SOURCES}, ${words(9)}, 'https://bench.example/${prefix}/' || n,
       '<p>' || ${words(40)} || '</p>', jsonb_build_array(${words(1)}), 'english',
       to_timestamp(${LAST_MORNING / 1000}) - (1 - n / ${count}.0) * interval '${DAYS} days',
       encode(sha256(('${prefix}' || n)::bytea), 'hex')
     from generate_series(1, ${count}) n`,
  )
  await client.query('vacuum analyze articles')
}

async function searchScans(client: pg.Client): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 1500))
  await client.query('select pg_stat_clear_snapshot()')
  const { rows } = await client.query<{ scans: string }>(
    `select coalesce(idx_scan, 0) as scans from pg_stat_user_indexes where indexrelname = 'articles_search_index'`,
  )
  return Number(rows[0]?.scans ?? 0)
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const databaseUrl = process.env.DATABASE_URL
  if (!databaseUrl) throw new Error('DATABASE_URL: is missing; name a migrated, empty database')
  console.log(await benchBriefBuild(databaseUrl, Number(process.argv[2] ?? 100_000)))
}
