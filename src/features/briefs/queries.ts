import { and, count, countDistinct, desc, eq, lt, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db, jsonRows, me, newestFirst } from '../../db/builder.ts'
import { articles, briefs, deliveries, feedTokens, sources, topics, users } from '../../db/schema/index.ts'
import { command, query } from '../../db/statement.ts'
import { alsoInJson, articleToExtract, briefOf, otherReports, scoreParts } from './brief-json.ts'
import { BriefDate, FeedToken, StoredBrief, StoredFeed } from './schemas.ts'

/** The caller's brief of a date, or of today where the caller lives. */
export const getBrief = query.one(
  'briefs.get',
  { returns: StoredBrief },
  ({ date }: { date?: string | undefined }) => briefOf(date),
)

/** The dates of the caller's briefs, newest first, with what each holds. */
export const listBriefs = query.many(
  'briefs.list',
  { returns: BriefDate },
  ({ limit, before }: { limit: number; before?: string | undefined }) => {
    const delivered = db
      .select({
        topics: countDistinct(deliveries.topic_id).as('topics'),
        deliveries: count().as('deliveries'),
      })
      .from(deliveries)
      .where(and(eq(deliveries.user_id, me), eq(deliveries.delivery_date, briefs.delivery_date)))
      .as('delivered')
    return db
      .select({
        date: briefs.delivery_date,
        built_at: briefs.created_at,
        topics: delivered.topics,
        deliveries: delivered.deliveries,
      })
      .from(briefs)
      .crossJoinLateral(delivered)
      .where(and(eq(briefs.user_id, me), before === undefined ? undefined : lt(briefs.delivery_date, before)))
      .orderBy(desc(briefs.delivery_date))
      .limit(limit)
  },
)

/** Makes or replaces the caller's feed token; the old one stops working. */
export const putFeedToken = command.one(
  'briefs.put_feed_token',
  { returns: FeedToken.extend({ token_hash: z.string() }) },
  ({ token_hash }: { token_hash: string }) =>
    db
      .insert(feedTokens)
      .values({ user_id: me, token_hash })
      .onConflictDoUpdate({ target: feedTokens.user_id, set: { token_hash: sql`excluded.token_hash` } })
      .returning({
        created_at: feedTokens.created_at,
        updated_at: feedTokens.updated_at,
        token_hash: feedTokens.token_hash,
      }),
)

export const getFeedToken = query.one(
  'briefs.get_feed_token',
  { returns: FeedToken, noun: 'feed token' },
  () =>
    db
      .select({ created_at: feedTokens.created_at, updated_at: feedTokens.updated_at })
      .from(feedTokens)
      .where(eq(feedTokens.user_id, me)),
)

export const deleteFeedToken = command.one(
  'briefs.delete_feed_token',
  { returns: z.object({ id: z.int() }), noun: 'feed token' },
  () => db.delete(feedTokens).where(eq(feedTokens.user_id, me)).returning({ id: feedTokens.id }),
)

/** The newest deliveries of the reader whose feed token this is; null when it is nobody's. */
export const readFeed = query.maybe(
  'briefs.read_feed',
  { returns: StoredFeed, access: 'service' },
  ({ token_hash, limit }: { token_hash: string; limit: number }) => {
    const newest = db
      .select()
      .from(deliveries)
      .where(eq(deliveries.user_id, users.id))
      .orderBy(...newestFirst(deliveries.delivery_date, deliveries.id))
      .limit(limit)
      .as('newest')
    // Asked for each entry: joined, all readers' topics might be read.
    const topic = db
      .select({ name: topics.name })
      .from(topics)
      .where(eq(topics.id, newest.topic_id))
      .as('topic')
    const entries = db
      .select({
        id: newest.id,
        delivery_date: newest.delivery_date,
        position: newest.position,
        created_at: newest.created_at,
        topic,
        score_parts: scoreParts(newest.score_parts),
        matched_keywords: newest.matched_keywords,
        found_in: newest.found_in,
        update_of: newest.update_of,
        also_in: alsoInJson(otherReports(newest.id)),
        article: articleToExtract,
      })
      .from(newest)
      .innerJoin(articles, eq(articles.id, newest.article_id))
      .innerJoin(sources, eq(sources.id, articles.source_id))
      .orderBy(desc(newest.delivery_date), sql`topic`, newest.topic_id, newest.position)
    return db
      .select({ user_id: users.id, entries: jsonRows(entries) })
      .from(feedTokens)
      .innerJoin(users, eq(users.id, feedTokens.user_id))
      .where(and(eq(feedTokens.token_hash, token_hash), users.is_active))
  },
)
