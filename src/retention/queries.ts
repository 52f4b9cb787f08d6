import { sql } from 'drizzle-orm'
import * as z from 'zod'
import {
  articleKeys,
  articleMarks,
  articles,
  candidatePools,
  databaseSizes,
  deadLetters,
  deliveries,
  deliveryReports,
  removedArticles,
} from '../db/schema/index.ts'
import { command } from '../db/statement.ts'

/** So many of a source's articles are kept however old they are: they tell its pace, and what its feed has had. */
const KEPT_OF_A_SOURCE = 20

/** The moment of the last article of a source that is kept whatever its age; null while there are fewer. */
export const lastKept = (sourceId: unknown) => sql`(
  select kept.published_at from ${articles} kept where kept.source_id = ${sourceId}
  order by kept.published_at desc, kept.id desc offset ${sql.raw(String(KEPT_OF_A_SOURCE - 1))} limit 1
)`

interface Batch {
  days: number
  limit: number
}

/**
 * Removes up to `limit` articles older than so many days, the oldest first, with their summaries and what they were known
 * by. Those that were delivered, or stood under a delivery, stay with all that is shown of them, and so does what readers
 * said of them. An article without a stated date would come back as a new one while its feed lists it: it is remembered
 * as removed.
 */
export const forgetArticles = command.one(
  'retention.articles',
  { returns: z.object({ articles: z.int() }), access: 'service' },
  ({ days, limit }: Batch) => ({
    with: sql`
      old as (
        select ${articles.id}, ${articles.content_hash}, ${articles.date_is_guess} from ${articles}
        where ${articles.published_at} < now() - make_interval(days => ${days}::int)
          and not exists (select from ${deliveries} where ${deliveries.article_id} = ${articles.id})
          and not exists (select from ${deliveryReports} where ${deliveryReports.article_id} = ${articles.id})
          and not exists (select from ${articleMarks} where ${articleMarks.article_id} = ${articles.id} and ${articleMarks.item_id} is not null)
          and ${articles.published_at} < ${lastKept(articles.source_id)}
        order by ${articles.published_at} limit ${limit}::int
        for update of articles skip locked
      ),
      gone as (
        delete from ${articles} using old where ${articles.id} = old.id returning old.content_hash, old.date_is_guess
      ),
      unknown as (
        delete from ${articleKeys} using gone
        where ${articleKeys.content_hash} = gone.content_hash and not gone.date_is_guess
      ),
      remembered as (
        insert into ${removedArticles} (content_hash) select content_hash from gone where date_is_guess
        order by content_hash on conflict do nothing
      )`,
    rows: sql`select count(*) as articles from gone`,
  }),
)

/** Removes up to `limit` given-up messages older than so many days. */
export const forgetDeadLetters = command.one(
  'retention.dead_letters',
  { returns: z.object({ dead_letters: z.int() }), access: 'service' },
  ({ days, limit }: Batch) => ({
    with: sql`
      gone as (
        delete from ${deadLetters} where ${deadLetters.id} in (
          select old.id from ${deadLetters} old where old.created_at < now() - make_interval(days => ${days}::int)
          order by old.id limit ${limit}::int
        ) returning id
      )`,
    rows: sql`select count(*) as dead_letters from gone`,
  }),
)

/** Notes today's size of the database, and forgets those of more than a month ago, and pools that serve no more. */
export const noteSize = command.one(
  'retention.note_size',
  { returns: z.object({ bytes: z.int() }), access: 'service' },
  () => ({
    with: sql`
      outdated as (
        delete from ${databaseSizes} where ${databaseSizes.day} < (now() at time zone 'UTC')::date - 31
      ),
      unused as (
        delete from ${candidatePools} where ${candidatePools.as_of} < now() - interval '1 day'
      )`,
    rows: sql`
      insert into ${databaseSizes} (day, bytes)
      values ((now() at time zone 'UTC')::date, pg_database_size(current_database()))
      on conflict (day) do update set bytes = excluded.bytes
      returning bytes`,
  }),
)
