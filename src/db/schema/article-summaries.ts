import { sql } from 'drizzle-orm'
import { bigint, check, integer, pgTable, text, unique, varchar } from 'drizzle-orm/pg-core'
import { articles } from './articles.ts'
import { bigId, hasAtMost, timestamps } from './columns.ts'
import { MAX_SUMMARY_TEXT } from './limits.ts'
import { sharedPolicies } from './policies.ts'

/** One summary per article and model, shared by all readers. */
export const articleSummaries = pgTable(
  'article_summaries',
  {
    id: bigId(),
    article_id: bigint({ mode: 'number' })
      .notNull()
      .references(() => articles.id, { onDelete: 'cascade' }),
    summary_text: text().notNull(),
    model: varchar({ length: 50 }).notNull(),
    tokens_used: integer().notNull().default(0),
    ...timestamps,
  },
  (t) => [
    unique('article_summaries_article_id_model_unique').on(t.article_id, t.model),
    check('article_summaries_model_not_blank', sql`${t.model} ~ '\\S'`),
    check('article_summaries_summary_text_not_blank', sql`${t.summary_text} ~ '\\S'`),
    check('article_summaries_summary_text_length', hasAtMost(t.summary_text, MAX_SUMMARY_TEXT)),
    check('article_summaries_tokens_used_range', sql`${t.tokens_used} >= 0`),
    ...sharedPolicies('article_summaries'),
  ],
)
