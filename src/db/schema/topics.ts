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

const tsquery = customType<{ data: string }>({ dataType: () => 'tsquery' })
const tsqueries = customType<{ data: string }>({ dataType: () => 'tsquery[]' })

/** `query` is what the keywords ask for together, `keyword_queries` what each asks for (0003_topic_search). */
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
    query: tsquery().generatedAlwaysAs((): SQL => sql`topic_query(${topics.keywords}, ${topics.language})`),
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
