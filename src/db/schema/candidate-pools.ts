import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  char,
  check,
  doublePrecision,
  integer,
  pgTable,
  smallint,
  unique,
} from 'drizzle-orm/pg-core'
import { bigId, moment, timestamps } from './columns.ts'
import { adminPolicy } from './policies.ts'

/**
 * The best articles for a list of keywords as of a moment, by all that does not depend on the reader, best first: a cache
 * for a morning in which many topics ask the same, which may be emptied at any time. The arrays go side by side.
 */
export const candidatePools = pgTable(
  'candidate_pools',
  {
    id: bigId(),
    /** SHA-256 of the keywords and their language. */
    list_hash: char({ length: 64 }).notNull(),
    as_of: moment().notNull(),
    article_ids: bigint({ mode: 'number' }).array().notNull(),
    source_ids: integer().array().notNull(),
    published: moment().array().notNull(),
    tenths: smallint().array().notNull(),
    recencies: doublePrecision().array().notNull(),
    credibilities: doublePrecision().array().notNull(),
    /** Whether these are all that the keywords find. */
    is_whole: boolean().notNull(),
    ...timestamps,
  },
  (t) => [
    unique('candidate_pools_list_hash_unique').on(t.list_hash),
    check('candidate_pools_size', sql`cardinality(${t.article_ids}) <= 1000`),
    adminPolicy('candidate_pools'),
  ],
)
