// Written by npm run docs, from the foreign keys of the schema: for Drizzle Studio and `db.query`.
import { relations } from 'drizzle-orm'
import * as schema from './schema/index.ts'

export const accessTokensRelations = relations(schema.accessTokens, ({ one, many }) => ({
  user: one(schema.users, { fields: [schema.accessTokens.user_id], references: [schema.users.id] }),
  parent: one(schema.accessTokens, {
    fields: [schema.accessTokens.parent_id, schema.accessTokens.user_id],
    references: [schema.accessTokens.id, schema.accessTokens.user_id],
    relationName: 'access_tokens_parent',
  }),
  access_tokens_as_parent: many(schema.accessTokens, { relationName: 'access_tokens_parent' }),
}))

export const articleEmbeddingsRelations = relations(schema.articleEmbeddings, ({ one }) => ({
  article: one(schema.articles, {
    fields: [schema.articleEmbeddings.article_id],
    references: [schema.articles.id],
  }),
}))

export const articleKeysRelations = relations(schema.articleKeys, ({ one }) => ({
  source: one(schema.sources, { fields: [schema.articleKeys.source_id], references: [schema.sources.id] }),
}))

export const articleMarksRelations = relations(schema.articleMarks, ({ one }) => ({
  user: one(schema.users, { fields: [schema.articleMarks.user_id], references: [schema.users.id] }),
  article: one(schema.articles, {
    fields: [schema.articleMarks.article_id],
    references: [schema.articles.id],
  }),
  item: one(schema.items, { fields: [schema.articleMarks.item_id], references: [schema.items.id] }),
}))

export const articleSummariesRelations = relations(schema.articleSummaries, ({ one }) => ({
  article: one(schema.articles, {
    fields: [schema.articleSummaries.article_id],
    references: [schema.articles.id],
  }),
}))

export const articlesRelations = relations(schema.articles, ({ one, many }) => ({
  source: one(schema.sources, { fields: [schema.articles.source_id], references: [schema.sources.id] }),
  article_embeddings: many(schema.articleEmbeddings),
  article_marks: many(schema.articleMarks),
  article_summaries: many(schema.articleSummaries),
  deliveries: many(schema.deliveries),
  delivery_reports: many(schema.deliveryReports),
  summary_attempts: many(schema.summaryAttempts),
}))

export const briefsRelations = relations(schema.briefs, ({ one, many }) => ({
  user: one(schema.users, { fields: [schema.briefs.user_id], references: [schema.users.id] }),
  messages: many(schema.messages),
}))

export const channelsRelations = relations(schema.channels, ({ one, many }) => ({
  user: one(schema.users, { fields: [schema.channels.user_id], references: [schema.users.id] }),
  messages: many(schema.messages),
}))

export const deliveriesRelations = relations(schema.deliveries, ({ one, many }) => ({
  user: one(schema.users, { fields: [schema.deliveries.user_id], references: [schema.users.id] }),
  article: one(schema.articles, { fields: [schema.deliveries.article_id], references: [schema.articles.id] }),
  topic: one(schema.topics, {
    fields: [schema.deliveries.topic_id, schema.deliveries.user_id],
    references: [schema.topics.id, schema.topics.user_id],
  }),
  delivery_reports: many(schema.deliveryReports),
  feedback: one(schema.feedback),
}))

export const deliveryReportsRelations = relations(schema.deliveryReports, ({ one }) => ({
  user: one(schema.users, { fields: [schema.deliveryReports.user_id], references: [schema.users.id] }),
  article: one(schema.articles, {
    fields: [schema.deliveryReports.article_id],
    references: [schema.articles.id],
  }),
  delivery: one(schema.deliveries, {
    fields: [schema.deliveryReports.delivery_id, schema.deliveryReports.user_id],
    references: [schema.deliveries.id, schema.deliveries.user_id],
  }),
}))

export const feedTokensRelations = relations(schema.feedTokens, ({ one }) => ({
  user: one(schema.users, { fields: [schema.feedTokens.user_id], references: [schema.users.id] }),
}))

export const feedbackRelations = relations(schema.feedback, ({ one }) => ({
  user: one(schema.users, { fields: [schema.feedback.user_id], references: [schema.users.id] }),
  delivery: one(schema.deliveries, {
    fields: [schema.feedback.delivery_id, schema.feedback.user_id],
    references: [schema.deliveries.id, schema.deliveries.user_id],
  }),
}))

export const fetchesRelations = relations(schema.fetches, ({ one }) => ({
  source: one(schema.sources, { fields: [schema.fetches.source_id], references: [schema.sources.id] }),
}))

export const idempotencyKeysRelations = relations(schema.idempotencyKeys, ({ one }) => ({
  user: one(schema.users, { fields: [schema.idempotencyKeys.user_id], references: [schema.users.id] }),
}))

export const itemsRelations = relations(schema.items, ({ one, many }) => ({
  user: one(schema.users, { fields: [schema.items.user_id], references: [schema.users.id] }),
  article_marks: many(schema.articleMarks),
}))

export const messagesRelations = relations(schema.messages, ({ one }) => ({
  user: one(schema.users, { fields: [schema.messages.user_id], references: [schema.users.id] }),
  channel: one(schema.channels, { fields: [schema.messages.channel_id], references: [schema.channels.id] }),
  brief: one(schema.briefs, { fields: [schema.messages.brief_id], references: [schema.briefs.id] }),
}))

export const passkeysRelations = relations(schema.passkeys, ({ one }) => ({
  user: one(schema.users, { fields: [schema.passkeys.user_id], references: [schema.users.id] }),
}))

export const signInLinksRelations = relations(schema.signInLinks, ({ one }) => ({
  user: one(schema.users, { fields: [schema.signInLinks.user_id], references: [schema.users.id] }),
}))

export const sourceChoicesRelations = relations(schema.sourceChoices, ({ one }) => ({
  user: one(schema.users, { fields: [schema.sourceChoices.user_id], references: [schema.users.id] }),
  source: one(schema.sources, { fields: [schema.sourceChoices.source_id], references: [schema.sources.id] }),
}))

export const sourcesRelations = relations(schema.sources, ({ one, many }) => ({
  users: one(schema.users, { fields: [schema.sources.added_by], references: [schema.users.id] }),
  article_keys: many(schema.articleKeys),
  articles: many(schema.articles),
  fetches: many(schema.fetches),
  source_choices: many(schema.sourceChoices),
}))

export const summaryAttemptsRelations = relations(schema.summaryAttempts, ({ one }) => ({
  article: one(schema.articles, {
    fields: [schema.summaryAttempts.article_id],
    references: [schema.articles.id],
  }),
}))

export const tastesRelations = relations(schema.tastes, ({ one }) => ({
  user: one(schema.users, { fields: [schema.tastes.user_id], references: [schema.users.id] }),
}))

export const todosRelations = relations(schema.todos, ({ one }) => ({
  user: one(schema.users, { fields: [schema.todos.user_id], references: [schema.users.id] }),
}))

export const topicsRelations = relations(schema.topics, ({ one, many }) => ({
  user: one(schema.users, { fields: [schema.topics.user_id], references: [schema.users.id] }),
  deliveries: many(schema.deliveries),
}))

export const usersRelations = relations(schema.users, ({ one, many }) => ({
  access_tokens: many(schema.accessTokens),
  article_marks: many(schema.articleMarks),
  briefs: many(schema.briefs),
  channels: many(schema.channels),
  deliveries: many(schema.deliveries),
  delivery_reports: many(schema.deliveryReports),
  feed_tokens: one(schema.feedTokens),
  feedback: many(schema.feedback),
  idempotency_keys: many(schema.idempotencyKeys),
  items: many(schema.items),
  messages: many(schema.messages),
  passkeys: many(schema.passkeys),
  sign_in_links: many(schema.signInLinks),
  source_choices: many(schema.sourceChoices),
  sources: many(schema.sources),
  tastes: many(schema.tastes),
  todos: many(schema.todos),
  topics: many(schema.topics),
}))
