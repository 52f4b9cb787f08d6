import { and, eq, getTableColumns, notExists, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db, jsonObject, jsonRows, me } from '../../db/builder.ts'
import {
  accessTokens,
  articles,
  briefs,
  deliveries,
  feedback,
  items,
  todos,
  topics,
  users,
} from '../../db/schema/index.ts'
import { command, query } from '../../db/statement.ts'
import { scoreParts } from '../briefs/brief-json.ts'
import { tokenColumns } from '../tokens/columns.ts'
import { topicColumns } from '../topics/columns.ts'
import { isAnotherAdmin } from '../users/another-admin.ts'
import { Export } from './export-schemas.ts'

const isMe = eq(users.id, me)
const { id, ...otherTokenColumns } = tokenColumns

/**
 * Everything the caller owns, in one statement and so as of one moment, the oldest rows first. Hashes and sign-in
 * secrets stay here.
 */
export const exportAccount = query.one('me.export', { returns: Export }, () =>
  db
    .select({
      exported_at: sql`now()`.mapWith(users.created_at),
      user: jsonObject(getTableColumns(users)),
      access_tokens: jsonRows(
        db
          .select({ id, kind: accessTokens.kind, ...otherTokenColumns })
          .from(accessTokens)
          .where(eq(accessTokens.user_id, me))
          .orderBy(accessTokens.created_at, accessTokens.id),
      ),
      topics: jsonRows(
        db
          .select(topicColumns)
          .from(topics)
          .where(eq(topics.user_id, me))
          .orderBy(topics.created_at, topics.id),
      ),
      items: jsonRows(
        db.select().from(items).where(eq(items.user_id, me)).orderBy(items.created_at, items.id),
      ),
      todos: jsonRows(
        db.select().from(todos).where(eq(todos.user_id, me)).orderBy(todos.created_at, todos.id),
      ),
      briefs: jsonRows(
        db.select().from(briefs).where(eq(briefs.user_id, me)).orderBy(briefs.created_at, briefs.id),
      ),
      deliveries: jsonRows(
        db
          .select({
            ...getTableColumns(deliveries),
            score_parts: scoreParts(deliveries.score_parts),
            title: articles.title,
            link: articles.link,
          })
          .from(deliveries)
          .innerJoin(articles, eq(articles.id, deliveries.article_id))
          .where(eq(deliveries.user_id, me))
          .orderBy(deliveries.created_at, deliveries.id),
      ),
      feedback: jsonRows(
        db.select().from(feedback).where(eq(feedback.user_id, me)).orderBy(feedback.created_at, feedback.id),
      ),
    })
    .from(users)
    .where(isMe),
)

const isNoAdmin = () =>
  notExists(
    db
      .select()
      .from(users)
      .where(and(isMe, eq(users.role, 'admin'))),
  )

/** Deletes the caller and, by the foreign keys, everything of theirs. */
export const deleteAccount = command.one(
  'me.delete',
  {
    returns: z.object({ id: z.int() }),
    requires: () => [
      {
        holds: sql`${isNoAdmin()} or ${isAnotherAdmin(me)}`,
        otherwise: {
          code: 'conflict',
          detail: 'You are the last admin. Make another user an admin first.',
        },
      },
    ],
  },
  () => db.delete(users).where(isMe).returning({ id: users.id }),
)
