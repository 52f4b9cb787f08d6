import { type SQL, sql } from 'drizzle-orm'
import { articles } from '../../db/schema/index.ts'

/** As many matches are looked at as they come; when there are more, the newest are looked for day by day. */
export const MOST_MATCHES = 4000
/** Days before the newest article that is asked for, at which one search ends and the next begins. */
const BORDERS = [1, 8, 40]

const n = (constant: number) => sql.raw(String(constant))

/** Each period, the newest first, with a query for its days; the oldest has none, and is the rest. */
const periods = sql.join(
  [...BORDERS, undefined].map((back, nth) => {
    const border = (days: number) => sql`latest.moment - interval '${n(days)} days'`
    const until = nth === 0 ? sql`latest.moment` : border(BORDERS[nth - 1]!)
    return back === undefined
      ? sql`('-infinity'::timestamptz, ${until}, null::tsquery)`
      : sql`(${border(back)}, ${until}, days_query(${border(back)}, ${until}))`
  }),
  sql`, `,
)

/** Which of the articles that match are meant. */
interface Meant {
  filter: SQL | undefined
  /** No article from this moment on; a parameter. */
  until?: string | undefined
  /** No article after this moment; a parameter. */
  latest?: string | undefined
  /** So many are enough. */
  most: SQL
}

/**
 * CTEs of which the last, `newest`, has the ids and dates of the newest articles that the CTE `query` matches.
 *
 * What few articles match is found at once. What many match is looked for in one period after another, until there are
 * enough, so that it costs no more than it gives: to visit all that match would be most of the work. The `offset 0` keep a
 * search by itself, so that the index of words is used, and never that of dates.
 */
export const newestMatches = ({ filter, until, latest, most }: Meant): SQL => {
  const bounds = [
    sql`(select max(${articles.published_at}) + interval '1 microsecond' from ${articles})`,
    until !== undefined && sql`${until}::timestamptz`,
    latest !== undefined && sql`${latest}::timestamptz + interval '1 microsecond'`,
  ].filter((bound) => bound !== false)
  const isMeant = filter === undefined ? sql`` : sql`and ${filter}`
  return sql`
    latest as materialized (select least(${sql.join(bounds, sql`, `)}) as moment),
    few as materialized (
      select ${articles.id}, ${articles.published_at}, ${articles.source_id}
      from query join ${articles} on ${articles.search} @@ query limit ${n(MOST_MATCHES + 1)}
    ),
    newest as materialized (
      select articles.id, articles.published_at from few articles
      where (select count(*) from few) <= ${n(MOST_MATCHES)} ${isMeant}
      union all
      select found.id, found.published_at from (
        select found.id, found.published_at
        from latest cross join lateral (values ${periods}) period (since, until, days) cross join lateral (
          select articles.id, articles.published_at
          from query cross join lateral (
            select ${articles.id}, ${articles.published_at}, ${articles.source_id} from ${articles}
            where ${articles.search} @@ case when days is null then query else query && days end offset 0
          ) articles
          where articles.published_at >= period.since and articles.published_at < period.until ${isMeant}
          order by articles.published_at desc, articles.id desc limit ${most}
        ) found
        where (select count(*) from few) > ${n(MOST_MATCHES)}
        limit ${most}
      ) found
    )`
}
