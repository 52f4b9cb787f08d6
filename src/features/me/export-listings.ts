import { eq, getTableColumns, sql } from 'drizzle-orm'
import { db, jsonObject, me, oldestFirst } from '../../db/builder.ts'
import { type Listing, listing } from '../../db/listing.ts'
import {
  accessTokens,
  articleMarks,
  articles,
  briefs,
  channels,
  deliveries,
  deliveryReports,
  feedback,
  items,
  messages,
  passkeys,
  sourceChoices,
  sources,
  tastes,
  todos,
  topics,
  users,
} from '../../db/schema/index.ts'
import { scoreParts } from '../briefs/brief-json.ts'
import { channelColumns, messageColumns } from '../channels/columns.ts'
import { passkeyColumns } from '../passkeys/columns.ts'
import { tokenColumns } from '../tokens/columns.ts'
import { topicColumns } from '../topics/columns.ts'
import { ownColumns } from '../users/columns.ts'
import { Export, ExportHead } from './export-schemas.ts'

const of = Export.shape
const { id, ...otherTokenColumns } = tokenColumns

/** The time and the user of the export. */
export const exportHead = listing('me.export', { returns: ExportHead, rowsAtOnce: 1 }, () =>
  db
    .select({
      exported_at: sql`now()`.mapWith(users.created_at),
      user: jsonObject(ownColumns),
    })
    .from(users)
    .where(eq(users.id, me)),
)

/** The lists of an export. */
type Listed = Omit<Export, keyof ExportHead>

/**
 * Everything the caller owns, oldest rows first. Lists that may be long use the order of an index, so that nothing is
 * sorted and the first rows arrive at once. Hashes and sign-in secrets are left out.
 */
export const EXPORTED: { [Name in keyof Listed]: Listing<Listed[Name][number]> } = {
  access_tokens: listing(
    'me.export_access_tokens',
    { returns: of.access_tokens.element, rowsAtOnce: 1000 },
    () =>
      db
        .select({ id, kind: accessTokens.kind, ...otherTokenColumns })
        .from(accessTokens)
        .where(eq(accessTokens.user_id, me))
        .orderBy(accessTokens.created_at, accessTokens.id),
  ),
  passkeys: listing('me.export_passkeys', { returns: of.passkeys.element, rowsAtOnce: 100 }, () =>
    db.select(passkeyColumns).from(passkeys).where(eq(passkeys.user_id, me)).orderBy(passkeys.id),
  ),
  topics: listing('me.export_topics', { returns: of.topics.element, rowsAtOnce: 25 }, () =>
    db.select(topicColumns).from(topics).where(eq(topics.user_id, me)).orderBy(topics.created_at, topics.id),
  ),
  items: listing('me.export_items', { returns: of.items.element, rowsAtOnce: 25 }, () =>
    db
      .select()
      .from(items)
      .where(eq(items.user_id, me))
      .orderBy(...oldestFirst(items.created_at, items.id)),
  ),
  todos: listing('me.export_todos', { returns: of.todos.element, rowsAtOnce: 1000 }, () =>
    db.select().from(todos).where(eq(todos.user_id, me)).orderBy(todos.id),
  ),
  briefs: listing('me.export_briefs', { returns: of.briefs.element, rowsAtOnce: 1000 }, () =>
    db.select().from(briefs).where(eq(briefs.user_id, me)).orderBy(briefs.delivery_date),
  ),
  deliveries: listing('me.export_deliveries', { returns: of.deliveries.element, rowsAtOnce: 200 }, () =>
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
      .orderBy(...oldestFirst(deliveries.delivery_date, deliveries.id)),
  ),
  channels: listing('me.export_channels', { returns: of.channels.element, rowsAtOnce: 100 }, () =>
    db.select(channelColumns).from(channels).where(eq(channels.user_id, me)).orderBy(channels.id),
  ),
  messages: listing('me.export_messages', { returns: of.messages.element, rowsAtOnce: 500 }, () =>
    db
      .select(messageColumns)
      .from(messages)
      .where(eq(messages.user_id, me))
      .orderBy(...oldestFirst(messages.id)),
  ),
  feedback: listing('me.export_feedback', { returns: of.feedback.element, rowsAtOnce: 200 }, () =>
    db.select().from(feedback).where(eq(feedback.user_id, me)).orderBy(feedback.id),
  ),
  delivery_reports: listing(
    'me.export_delivery_reports',
    { returns: of.delivery_reports.element, rowsAtOnce: 200 },
    () =>
      db
        .select({ ...getTableColumns(deliveryReports), title: articles.title, link: articles.link })
        .from(deliveryReports)
        .innerJoin(articles, eq(articles.id, deliveryReports.article_id))
        .where(eq(deliveryReports.user_id, me))
        .orderBy(deliveryReports.id),
  ),
  article_marks: listing(
    'me.export_article_marks',
    { returns: of.article_marks.element, rowsAtOnce: 200 },
    () =>
      db
        .select({ ...getTableColumns(articleMarks), title: articles.title, link: articles.link })
        .from(articleMarks)
        .innerJoin(articles, eq(articles.id, articleMarks.article_id))
        .where(eq(articleMarks.user_id, me))
        .orderBy(articleMarks.article_id),
  ),
  source_choices: listing(
    'me.export_source_choices',
    { returns: of.source_choices.element, rowsAtOnce: 200 },
    () =>
      db
        .select({ ...getTableColumns(sourceChoices), name: sources.name, feed_url: sources.feed_url })
        .from(sourceChoices)
        .innerJoin(sources, eq(sources.id, sourceChoices.source_id))
        .where(eq(sourceChoices.user_id, me))
        .orderBy(sourceChoices.source_id),
  ),
  tastes: listing('me.export_tastes', { returns: of.tastes.element, rowsAtOnce: 200 }, () =>
    db.select().from(tastes).where(eq(tastes.user_id, me)).orderBy(tastes.id),
  ),
}
