import { and, eq, getTableColumns, gte, lte } from 'drizzle-orm'
import { before, db, me, newestFirst } from '../../db/builder.ts'
import { articles, deliveries, feedback } from '../../db/schema/index.ts'
import { query } from '../../db/statement.ts'
import { scoreParts } from '../briefs/brief-json.ts'
import { Delivery } from './schemas.ts'

interface DeliveryPage {
  limit: number
  /** The key of the last row of the page before. */
  after_date?: string | undefined
  after_id?: number | undefined
  topic_id?: number | undefined
  since?: string | undefined
  until?: string | undefined
}

const key = [deliveries.delivery_date, deliveries.id] as const

/** The caller's deliveries, newest date first. */
export const listDeliveries = query.page(
  'deliveries.list',
  { returns: Delivery },
  ({ limit, after_date, after_id, topic_id, since, until }: DeliveryPage) =>
    db
      .select({
        ...getTableColumns(deliveries),
        score_parts: scoreParts(deliveries.score_parts),
        title: articles.title,
        link: articles.link,
        feedback: { rating: feedback.rating, comment: feedback.comment },
      })
      .from(deliveries)
      .innerJoin(articles, eq(articles.id, deliveries.article_id))
      .leftJoin(feedback, eq(feedback.delivery_id, deliveries.id))
      .where(
        and(
          eq(deliveries.user_id, me),
          after_id === undefined ? undefined : before(key, [after_date, after_id]),
          topic_id === undefined ? undefined : eq(deliveries.topic_id, topic_id),
          since === undefined ? undefined : gte(deliveries.delivery_date, since),
          until === undefined ? undefined : lte(deliveries.delivery_date, until),
        ),
      )
      .orderBy(...newestFirst(...key))
      .limit(limit),
)
