import type pg from 'pg'

/** The build of topics that match so many articles of the three days which it may choose from. */
export interface BriefCase {
  matches: number
  /** How many topics there are to one list of keywords. */
  topics_per_list: number
  topics_per_second: number
  /** Milliseconds of one topic, with two statements at once on the machine's cores. */
  ms_per_topic: number
}

const WANTED = [10, 100, 1000, 5000]
const TOPICS_PER_USER = 5
/** Lists that others have as well, as popular ones are, and lists of everybody's own. */
const TOPICS_PER_LIST = [20, 1]

interface Bench {
  client: pg.Client
  /** The SQL of the word of a rank: the lower the rank, the more articles have it. */
  word: (rank: string) => string
  /** The moment of the build. */
  now: string
  build: () => Promise<{ topics: number }>
}

/**
 * Measures the build by what decides its cost, the matches of a topic, on articles that are there; all readers before
 * are left out.
 */
export async function benchBriefCases(bench: Bench): Promise<BriefCase[]> {
  const cases: BriefCase[] = []
  for (const wanted of WANTED) {
    const { rank, matches } = await nearest(bench, wanted)
    const topics = Math.max(100, Math.min(1000, 200_000 / matches))
    for (const topics_per_list of TOPICS_PER_LIST) {
      await follow(bench, rank, Math.round(topics / TOPICS_PER_USER), topics_per_list)
      const started = performance.now()
      const report = await bench.build()
      const seconds = (performance.now() - started) / 1000
      cases.push({
        matches,
        topics_per_list,
        topics_per_second: Math.round(report.topics / seconds),
        ms_per_topic: Math.round((seconds / report.topics) * 1e5) / 100,
      })
    }
  }
  return cases
}

/** The word whose articles in the window come nearest to so many. */
async function nearest(
  { client, word, now }: Bench,
  wanted: number,
): Promise<{ rank: number; matches: number }> {
  const { rows } = await client.query<{ rank: number; matches: number }>(
    `select rank::int, count(article.id)::int as matches
     from (select distinct floor(power(1.35, n))::int - 1 as rank from generate_series(0, 32) n) ranks
       cross join lateral topic_query(jsonb_build_array(${word('rank')}), 'english') asked
       left join lateral (
         select id from articles where search @@ (asked && days_query($1::timestamptz - interval '72 hours', $1))
           and published_at > $1::timestamptz - interval '72 hours' and published_at <= $1
       ) article on true
     group by rank order by abs(ln(greatest(count(article.id), 1)::float8 / $2::int)) limit 1`,
    [now, wanted],
  )
  return rows[0]!
}

/** New readers whose topics all have the word, and exclude another that none has, so that lists differ or do not. */
async function follow(
  { client, word }: Bench,
  rank: number,
  readers: number,
  perList: number,
): Promise<void> {
  await client.query(`update users set is_active = false where is_active`)
  await client.query(
    `with reader as (
       insert into users (email) select gen_random_uuid() || '@case.example' from generate_series(1, $1::int) returning id
     )
     insert into topics (user_id, name, keywords)
     select id, 'Topic ' || nth, jsonb_build_array(${word(String(rank))},
       '-none' || translate(((row_number() over (order by id, nth) - 1) / $2::int)::text, '0123456789', 'abkdofgzum') || 'ox')
     from reader, generate_series(1, ${TOPICS_PER_USER}) nth`,
    [readers, perList],
  )
  await client.query('vacuum analyze users, topics')
}
