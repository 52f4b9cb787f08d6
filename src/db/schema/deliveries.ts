import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  unique,
} from 'drizzle-orm/pg-core'
import { articles } from './articles.ts'
import { bigId, timestamps } from './columns.ts'
import { ownerPolicy } from './policies.ts'
import { topics } from './topics.ts'
import { users } from './users.ts'

/** Keywords by the places in which they were found. */
export type FoundIn = { [place in 'title' | 'tags' | 'text']?: string[] | undefined }

/** One article of one topic's brief on one local date; the two unique constraints make a second build harmless. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: bigId(),
    user_id: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    topic_id: integer().notNull(),
    article_id: bigint({ mode: 'number' })
      .notNull()
      .references(() => articles.id, { onDelete: 'cascade' }),
    delivery_date: date({ mode: 'string' }).notNull(),
    position: smallint().notNull(),
    score: doublePrecision().notNull(),
    score_parts: jsonb().$type<Record<string, number>>().notNull(),
    /** The topic's keywords that found the article, as they were then. */
    matched_keywords: jsonb().$type<string[]>().notNull().default([]),
    /** The same keywords by the best place in which each was found: `{"title": ["rust"]}`. */
    found_in: jsonb().$type<FoundIn>().notNull().default({}),
    /** The date of the delivery whose story this one takes further; null when the story is new to the topic. */
    update_of: date({ mode: 'string' }),
    ...timestamps,
  },
  (t) => [
    // The reader of a delivery is the owner of its topic.
    foreignKey({
      name: 'deliveries_topic_id_fk',
      columns: [t.topic_id, t.user_id],
      foreignColumns: [topics.id, topics.user_id],
    }).onDelete('cascade'),
    unique('deliveries_id_user_id_unique').on(t.id, t.user_id),
    unique('deliveries_topic_id_delivery_date_article_id_unique').on(
      t.topic_id,
      t.delivery_date,
      t.article_id,
    ),
    unique('deliveries_topic_id_delivery_date_position_unique').on(t.topic_id, t.delivery_date, t.position),
    index('deliveries_user_id_delivery_date_index').on(t.user_id, t.delivery_date.desc(), t.id.desc()),
    index('deliveries_article_id_index').on(t.article_id),
    check('deliveries_matched_keywords_are_strings', sql`is_text_array(${t.matched_keywords})`),
    check('deliveries_position_range', sql`${t.position} between 1 and 3`),
    ownerPolicy('deliveries'),
  ],
)
