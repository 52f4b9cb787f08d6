import { type SQL, sql } from 'drizzle-orm'
import { articles, briefs, deliveries, feedTokens, sources, topics, users } from '../../db/schema/index.ts'
import { one, value } from '../../db/statement.ts'
import { alsoInJson, articleJson, briefJson, deliveryColumns, otherReports } from './brief-json.ts'
import type { BriefDate, FeedToken, StoredBrief, StoredFeed } from './schemas.ts'

const p = sql.placeholder

/** A date of the caller's: the placeholder `date`, or today where the caller lives. */
export const givenDate = sql`coalesce(${p('date')}::date, (now() at time zone caller.time_zone)::date)`

/** The caller's brief of a date as a query of one `value`: a StoredBrief, to be given to `completeBrief`. */
export const briefOf = (date: SQL) => sql`
  with shown as (
    select ${deliveryColumns}, ${otherReports} as also_in from ${deliveries}, caller
    where ${deliveries.user_id} = caller.id and ${deliveries.delivery_date} = ${date}
  )
  ${briefJson(date)}`

export const getBrief = value<{ date: string | null }, StoredBrief>('briefs.get', {
  work: briefOf(givenDate),
})

/** The dates of the caller's briefs, newest first, with what each holds. */
export const listBriefs = value<{ limit: number; before: string | null }, BriefDate[]>('briefs.list', {
  work: sql`
    select coalesce(json_agg(page order by date desc), '[]') as value from (
      select ${briefs.delivery_date} as date, ${briefs.created_at} as built_at, counted.*
      from ${briefs} join caller on caller.id = ${briefs.user_id} cross join lateral (
        select count(distinct ${deliveries.topic_id}) as topics, count(*) as deliveries from ${deliveries}
        where ${deliveries.user_id} = caller.id and ${deliveries.delivery_date} = ${briefs.delivery_date}
      ) counted
      where ${p('before')}::date is null or ${briefs.delivery_date} < ${p('before')}::date
      order by ${briefs.delivery_date} desc
      limit ${p('limit')}::int
    ) page`,
})

/** Makes or replaces the caller's feed token; the old one stops working. */
export const putFeedToken = one<{ feed_token_hash: string }, FeedToken & { token_hash: string }>(
  'briefs.put_feed_token',
  {
    work: sql`
    insert into ${feedTokens} (user_id, token_hash) select id, ${p('feed_token_hash')} from caller
    on conflict (user_id) do update set token_hash = excluded.token_hash
    returning created_at, updated_at, token_hash`,
  },
)

export const getFeedToken = one<Record<never, never>, FeedToken>('briefs.get_feed_token', {
  noun: 'feed token',
  work: sql`
    select ${feedTokens.created_at}, ${feedTokens.updated_at} from ${feedTokens}, caller
    where ${feedTokens.user_id} = caller.id`,
})

export const deleteFeedToken = one<Record<never, never>, { id: number }>('briefs.delete_feed_token', {
  noun: 'feed token',
  work: sql`
    delete from ${feedTokens} using caller where ${feedTokens.user_id} = caller.id returning ${feedTokens.id}`,
})

/** The newest deliveries of the reader whose feed token this is; null when it is nobody's. */
export const readFeed = value<{ feed_token_hash: string; limit: number }, StoredFeed | null>(
  'briefs.read_feed',
  {
    access: 'service',
    with: sql`
    reader as (
      select ${users.id}, ${users.time_zone} from ${feedTokens} join ${users} on ${users.id} = ${feedTokens.user_id}
      where ${feedTokens.token_hash} = ${p('feed_token_hash')} and ${users.is_active}
    )`,
    work: sql`
    select json_build_object('user_id', reader.id, 'entries', (
      select coalesce(json_agg(entry), '[]') from (
        select ${deliveries.id}, ${deliveries.delivery_date}, ${deliveries.position}, ${deliveries.created_at},
          (select ${topics.name} from ${topics} where ${topics.id} = ${deliveries.topic_id}) as topic,
          ${deliveries.score_parts}, ${deliveries.matched_keywords}, ${deliveries.found_in}, ${deliveries.update_of},
          ${alsoInJson(otherReports)} as also_in, ${articleJson} as article
        from (
            select * from ${deliveries} where ${deliveries.user_id} = reader.id
            order by ${deliveries.delivery_date} desc nulls last, ${deliveries.id} desc nulls last
            limit ${p('limit')}::int
          ) as deliveries
          join ${articles} on ${articles.id} = ${deliveries.article_id}
          join ${sources} on ${sources.id} = ${articles.source_id}
        order by ${deliveries.delivery_date} desc, topic, ${deliveries.topic_id}, ${deliveries.position}
      ) entry
    )) as value
    from reader`,
  },
)
