import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgTable,
  smallint,
  text,
  unique,
  varchar,
} from 'drizzle-orm/pg-core'
import { hasAtMost, hasAtMostBytes, id, moment, timestamps } from './columns.ts'
import { MAX_TAGS_BYTES, MAX_VALIDATOR } from './limits.ts'
import { sharedPolicies } from './policies.ts'
import { users } from './users.ts'

/**
 * A feed and where its ingest stands. `next_fetch_at` says when it is due, `leased_until` how long it is queued,
 * `claimed_until` how long one consumer has it to itself; `etag` and `last_modified` are kept exactly as the server
 * sent them, `ttl_minutes` as the feed last asked. A permanent redirect moves the feed once it was seen on three
 * fetches in a row (`redirect_url`, `redirect_count`).
 */
export const sources = pgTable(
  'sources',
  {
    id: id(),
    name: varchar({ length: 255 }).notNull(),
    url: varchar({ length: 512 }).notNull(),
    feed_url: varchar({ length: 512 }).notNull(),
    tags: jsonb().$type<string[]>().notNull().default([]),
    credibility_score: doublePrecision().notNull().default(0.5),
    is_active: boolean().notNull().default(true),
    last_fetched_at: moment(),
    last_error: varchar({ length: 1024 }),
    error_count: integer().notNull().default(0),
    etag: text(),
    last_modified: text(),
    redirect_url: varchar({ length: 512 }),
    redirect_count: smallint().notNull().default(0),
    next_fetch_at: moment().notNull().default(sql`now()`),
    leased_until: moment(),
    claimed_until: moment(),
    ttl_minutes: integer(),
    /** The reader who added it for themselves: others get it when they follow it. Null for everybody's. */
    added_by: integer().references(() => users.id, { onDelete: 'set null' }),
    ...timestamps,
  },
  (t) => [
    unique('sources_url_unique').on(t.url),
    unique('sources_feed_url_unique').on(t.feed_url),
    index('sources_next_fetch_at_index').on(t.next_fetch_at).where(sql`${t.is_active}`),
    index('sources_leased_until_index').on(t.leased_until).where(sql`${t.leased_until} is not null`),
    index('sources_failing_index').on(t.id).where(sql`${t.error_count} > 0`),
    index('sources_tags_index').using('gin', t.tags.op('jsonb_path_ops')),
    check('sources_name_not_blank', sql`${t.name} ~ '\\S'`),
    check('sources_credibility_score_range', sql`${t.credibility_score} between 0 and 1`),
    check('sources_error_count_range', sql`${t.error_count} >= 0`),
    check('sources_tags_are_strings', sql`is_text_array(${t.tags})`),
    check('sources_tags_length', hasAtMostBytes(t.tags, MAX_TAGS_BYTES)),
    check('sources_etag_length', hasAtMost(t.etag, MAX_VALIDATOR)),
    check('sources_last_modified_length', hasAtMost(t.last_modified, MAX_VALIDATOR)),
    index('sources_added_by_index').on(t.added_by).where(sql`${t.added_by} is not null`),
    ...sharedPolicies('sources'),
    // Readers add sources in their own name only; what is everybody's is an admin's to change.
    pgPolicy('sources_added', { for: 'insert', withCheck: sql`added_by = (select current_user_id())` }),
  ],
)
