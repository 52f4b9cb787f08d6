import { sql } from 'drizzle-orm'
import { articles } from '../../db/schema/index.ts'
import { notExcluded } from './asked-articles.ts'
import { candidateColumns, cheapScore, isOpen, n, recencyOf, sourceOf, weighed } from './measure.ts'
import { SCORING } from './scoring.ts'

const { evidence } = SCORING

/**
 * The best articles of a topic by all that is cheap to tell: the same as of `measured`, to the row, without reading the text
 * of each that is found. Which keywords find an article is known from the index, and with it the most that it can score.
 * The texts are read of those that could score most, and then of whatever could come before the last of the best.
 * @param many how many are asked for
 */
export function findBest(many: number) {
  return sql`
  with hits as materialized (
    select hit.id, min(hit.source_id) as source_id, min(hit.published_at) as published_at, least(${n(evidence.two_places)} * count(*), ${n(evidence.most)})::int as tenths
    from unnest(due.keyword_queries) given (query)
      cross join lateral (
        select ${articles.id}, ${articles.source_id}, ${articles.published_at} from ${articles}
        where ${articles.search} @@ (given.query && moment.days) offset 0
      ) hit
    where ${isOpen('hit')}
    group by hit.id
  ),
  tellers as materialized (
    select teller.source_id, source.*
    from (select distinct source_id from hits) teller cross join lateral (${sourceOf('teller')}) source
  ),
  bounded as materialized (
    select id, recency, credibility, source_thumbs, ${cheapScore} as bound
    from (select hits.*, ${recencyOf('hits')} as recency from hits) hits join tellers using (source_id)
  ),
  foremost as materialized (select * from bounded order by bound desc limit ${n(READ_FIRST * many)}),
  leaders as materialized (${weigh(sql`foremost`)}),
  last as materialized (
    select coalesce(min(score) filter (where nth = ${n(many)}), 0) as score
    from (
      select ${cheapScore} as score, row_number() over (order by ${cheapScore} desc) as nth from leaders where tenths >= asked.floor
    ) leaders
  )
  select * from (
    select * from leaders
    union all
    ${weigh(sql`(
      select * from bounded
      where bound >= (select score from last) and not exists (select from foremost where foremost.id = bounded.id)
    )`)}
  ) weighed
  where tenths >= asked.floor
  order by ${cheapScore} desc, published_at desc, id
  limit ${n(many)}`
}

/** The texts of so many times the articles that are asked for are read first. */
const READ_FIRST = 4

/** Rows of `bounded`, weighed, without those that are excluded. */
const weigh = (rows: ReturnType<typeof sql>) => sql`
  select article.*, found.tenths, bounded.recency, bounded.credibility, bounded.source_thumbs
  from ${rows} bounded
    cross join lateral (select ${candidateColumns} from ${articles} where ${articles.id} = bounded.id offset 0) article
    ${weighed}
  where ${notExcluded}`
