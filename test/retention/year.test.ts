import { expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { openDatabase } from '../../src/db/open.ts'
import { forgetArticles } from '../../src/retention/queries.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()

/** One in forty of the two hundred sources; what they take is counted forty times. */
const SOURCES = 5
const SCALE = 40
/** Articles of a source in a day, and how long their texts are: the mean of a paper, a blog and a podcast. */
const PER_DAY = 5
const WORDS = 45
const DAYS = 365
/** Three readers get so many articles in a day, which are kept for ever. */
const DELIVERED = 36

/**
 * Words as often and as long as in English: the nth of twenty thousand comes with probability 1/n, and has one letter to
 * nine, five in the mean.
 */
const wordsSql = (many: string, salt: string) => `(
  select string_agg(substr(translate(md5(floor(exp(rank))::text), '0123456789', 'ghijklmnop'), 1, 1 + floor(rank * 0.85)::int), ' ')
  from generate_series(1, ${many}) k,
    lateral (select ln(20000) * abs(hashint4(n * 1009 + k * 7919 + ${salt}) / 2147483648.0) as rank) word)`

it.runIf(process.env.LONG)(
  'takes less than half a gigabyte for a year of two hundred sources',
  { timeout: 3_600_000 },
  async () => {
    const config = readConfig({
      DATABASE_URL: database.url,
      SLOW_QUERY_MS: '60000',
      DATABASE_ATTEMPT_TIMEOUT_MS: '60000',
      DATABASE_TIMEOUT_MS: '120000',
    })
    const db = openDatabase(config, {})
    const size = async () =>
      (await database.query<{ b: number }>('select pg_database_size(current_database())::float8 as b'))[0]!.b
    await database.query(
      `insert into sources (name, url, feed_url) select 's' || n, 'https://s' || n, 'https://s' || n || '/f' from generate_series(1, $1::int) n`,
      [SOURCES],
    )
    const [reader] = await database.query<{ id: number }>(
      `insert into users (email) values ('reader@test.example') returning id`,
    )
    const [topic] = await database.query<{ id: number }>(
      `insert into topics (user_id, name, keywords) values ($1, 'sea', '["tide"]') returning id`,
      [reader!.id],
    )
    const empty = await size()
    let largest = 0
    for (let day = 0; day < DAYS; day++) {
      const many = SOURCES * PER_DAY
      await database.query(
        `with made as (
           insert into articles (source_id, title, link, summary_raw, content_hash, published_at, author, tags, language, seen_in)
           select (select min(id) from sources) + n % $1::int, ${wordsSql('9', '1')}, 'https://paper-' || n % 200 || '.example/2026/11/25/some-words-of-the-story-' || n,
             '<p>' || ${wordsSql(String(WORDS), '2')} || '</p>', encode(sha256(n::text::bytea), 'hex'),
             now() - make_interval(days => $2::int, mins => (n % 1440)::int), 'An Author', '["news", "world"]', 'english', jsonb_build_object(n % 200, md5(n::text))
           from generate_series($3::int, $4::int) n returning id, content_hash, source_id
         ), taught as (
           insert into article_keys (key, content_hash, source_id)
           select source_id || ' https://paper.example/?p=' || id, content_hash, source_id from made
         )
         insert into deliveries (user_id, topic_id, article_id, delivery_date, position, score, score_parts, found_in, matched_keywords)
         select $5, $6, id, current_date - $2::int - nth::int * 1000, 1, 1, '{"story": 1, "recency": 0.91, "evidence": 1, "credibility": 0.9}', '{"title": ["tide"]}', '["tide"]'
         from (select id, row_number() over (order by id) as nth from made) chosen where nth <= $7::int`,
        [
          SOURCES,
          DAYS - day,
          day * many + 1,
          (day + 1) * many,
          reader!.id,
          topic!.id,
          Math.round(DELIVERED / SCALE),
        ],
      )
      let gone = 500
      while (gone === 500)
        gone = (await db.run(forgetArticles, { days: config.articleDays + DAYS - day, limit: 500 })).articles
      // What autovacuum does meanwhile.
      if (day % 7 === 0) await database.query('vacuum articles, article_keys')
      largest = Math.max(largest, await size())
    }
    const [{ articles } = { articles: 0 }] = await database.query<{ articles: number }>(
      'select count(*)::int as articles from articles',
    )
    const megabytes = (empty + (largest - empty) * SCALE) / 1e6
    const perArticle = Math.round((largest - empty) / articles)
    console.log(JSON.stringify({ megabytes, articles: articles * SCALE, perArticle }))
    expect(megabytes).toBeLessThan(500)
  },
)
