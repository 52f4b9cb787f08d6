import { type SQL, sql } from 'drizzle-orm'
import {
  boolean,
  check,
  customType,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  varchar,
} from 'drizzle-orm/pg-core'
import { hasAtMostBytes, id, timestamps } from './columns.ts'
import { LANGUAGES } from './languages.ts'
import { MAX_KEYWORDS_BYTES } from './limits.ts'
import { ownerPolicy } from './policies.ts'
import { users } from './users.ts'

const tsqueries = customType<{ data: string }>({ dataType: () => 'tsquery[]' })

/**
 * What the keywords ask for together: an article that any of `searches` finds, and none of `exclusions`. They are parts of
 * a bounded size, since the index takes time by the square of a query; and arrays, since Postgres can move an array out of
 * its row, but never a query. `keyword_queries` is what each keyword asks for.
 */
export const topics = pgTable(
  'topics',
  {
    id: id(),
    user_id: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: varchar({ length: 255 }).notNull(),
    keywords: jsonb().$type<string[]>().notNull().default([]),
    language: text({ enum: LANGUAGES }).notNull().default('english'),
    searches: tsqueries().generatedAlwaysAs(
      (): SQL => sql`topic_searches(${topics.keywords}, ${topics.language})`,
    ),
    exclusions: tsqueries().generatedAlwaysAs(
      (): SQL => sql`topic_exclusions(${topics.keywords}, ${topics.language})`,
    ),
    keyword_queries: tsqueries().generatedAlwaysAs(
      (): SQL => sql`keyword_queries(${topics.keywords}, ${topics.language})`,
    ),
    is_active: boolean().notNull().default(true),
    ...timestamps,
  },
  (t) => [
    unique('topics_user_id_name_unique').on(t.user_id, t.name),
    // For the foreign key of deliveries, which includes the owner.
    unique('topics_id_user_id_unique').on(t.id, t.user_id),
    check('topics_name_not_blank', sql`${t.name} ~ '\\S'`),
    check('topics_keywords_are_strings', sql`is_text_array(${t.keywords})`),
    check('topics_keywords_length', hasAtMostBytes(t.keywords, MAX_KEYWORDS_BYTES)),
    check('topics_language_known', sql`is_text_search_language(${t.language})`),
    ownerPolicy('topics'),
  ],
)
