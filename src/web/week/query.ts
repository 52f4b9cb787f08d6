import { sql } from 'drizzle-orm'
import * as z from 'zod'
import { me } from '../../db/builder.ts'
import { articleMarks, articles, deliveries, feedback, items } from '../../db/schema/index.ts'
import { query } from '../../db/statement.ts'
import { ListedArticle, listedJoins, listedJson } from '../articles/listed.ts'
import { Reader, readerJson } from '../reader.ts'

/** The most articles of each part. */
const MOST = 20

const WeekData = z.object({
  reader: Reader,
  /** Its last day, and the first. */
  until: z.iso.date(),
  since: z.iso.date(),
  delivered: z.int(),
  read: z.int(),
  liked: z.array(ListedArticle),
  disliked: z.array(ListedArticle),
  saved: z.array(ListedArticle),
  missed: z.array(ListedArticle),
})
export type WeekData = z.infer<typeof WeekData>

/** Articles of a CTE (article_id, key), by its key, the greatest first. */
const listed = (cte: string) => sql`(
  select coalesce(json_agg(${listedJson} order by shown.key desc, shown.article_id), '[]')
  from (select article_id, max(key) as key from ${sql.raw(cte)} group by article_id order by 2 desc, 1 limit ${sql.raw(String(MOST))}) shown
    join ${articles} on ${articles.id} = shown.article_id ${listedJoins}
)`

/**
 * Seven days of the caller's, in one round trip: what was rated up and down, what was saved, and the best of what the briefs
 * brought and nothing was done with.
 * @param params.until its last day; without one it is today, where the caller lives
 */
export const readWeek = query.one(
  'web.week',
  { returns: WeekData },
  ({ until }: { until?: string | undefined }) => ({
    with: sql`
    week as materialized (
      select last, greatest(last - 6, '0001-01-01') as first, caller.time_zone
      from caller cross join lateral (
        select ${until === undefined ? sql`(now() at time zone caller.time_zone)::date` : sql`${until}::date`} as last
      ) given
    ),
    brought as materialized (
      select ${deliveries.article_id}, ${deliveries.score}, ${feedback.rating}, ${feedback.updated_at} as rated_at,
        ${articleMarks.read_at}, ${articleMarks.item_id}
      from week join ${deliveries} on ${deliveries.user_id} = ${me}
          and ${deliveries.delivery_date} between week.first and week.last
        left join ${feedback} on ${feedback.delivery_id} = ${deliveries.id}
        left join ${articleMarks} on ${articleMarks.user_id} = ${me} and ${articleMarks.article_id} = ${deliveries.article_id}
    ),
    liked as (select article_id, rated_at as key from brought where rating = 'up'),
    disliked as (select article_id, rated_at as key from brought where rating = 'down'),
    saved as (
      select ${articleMarks.article_id}, ${items.created_at} as key
      from week join ${items} on ${items.user_id} = ${me}
          and ${items.created_at} >= week.first::timestamp at time zone week.time_zone
          and ${items.created_at} < (week.last + 1)::timestamp at time zone week.time_zone
        join ${articleMarks} on ${articleMarks.item_id} = ${items.id}
    ),
    missed as (
      select article_id, score as key from brought
      where rating is null and read_at is null and item_id is null
    )`,
    rows: sql`
    select ${readerJson} as reader, week.last as until, week.first as since,
      (select count(distinct article_id) from brought) as delivered,
      (select count(distinct article_id) from brought where read_at is not null) as read,
      ${listed('liked')} as liked, ${listed('disliked')} as disliked, ${listed('saved')} as saved, ${listed('missed')} as missed
    from week`,
  }),
)
