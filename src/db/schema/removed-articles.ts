import { sql } from 'drizzle-orm'
import { char, check, pgTable } from 'drizzle-orm/pg-core'
import { timestamps } from './columns.ts'
import { adminPolicy } from './policies.ts'

/** Articles that an admin removed, by `content_hash`, so that a feed that still contains them does not add them again. */
export const removedArticles = pgTable(
  'removed_articles',
  {
    content_hash: char({ length: 64 }).primaryKey(),
    ...timestamps,
  },
  (t) => [
    check('removed_articles_content_hash_is_sha256', sql`${t.content_hash} ~ '^[0-9a-f]{64}$'`),
    adminPolicy('removed_articles'),
  ],
)
