import { sql } from 'drizzle-orm'
import { char, check, index, integer, pgTable, varchar } from 'drizzle-orm/pg-core'
import { timestamps } from './columns.ts'
import { adminPolicy } from './policies.ts'
import { sources } from './sources.ts'

/**
 * What an article is known by besides its `content_hash`. `key` is a feed's id for it, with the source's own before
 * it ("12 tag:example.org,2024:note1"), or the hash of a link it moved to. A removed article keeps its keys, so
 * that it stays away under all of them; there is hence no reference to articles.
 */
export const articleKeys = pgTable(
  'article_keys',
  {
    key: varchar({ length: 560 }).primaryKey(),
    content_hash: char({ length: 64 }).notNull(),
    /** The source that taught the key. */
    source_id: integer()
      .notNull()
      .references(() => sources.id, { onDelete: 'cascade' }),
    ...timestamps,
  },
  (t) => [
    index('article_keys_content_hash_index').on(t.content_hash),
    index('article_keys_source_id_index').on(t.source_id),
    check('article_keys_content_hash_is_sha256', sql`${t.content_hash} ~ '^[0-9a-f]{64}$'`),
    adminPolicy('article_keys'),
  ],
)
