import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  index,
  jsonb,
  pgPolicy,
  pgTable,
  smallint,
  text,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/pg-core'
import { hasAtMost, hasAtMostBytes, id, moment, timestamps } from './columns.ts'
import { MAX_KEYWORDS_BYTES, MAX_TIME_ZONE } from './limits.ts'
import { orAdmin } from './policies.ts'

/**
 * `next_brief_at` is when the reader's next morning comes, by their zone and hour. `-infinity` means that it is to be
 * worked out anew: for a new reader, and by a trigger where zone, hour or pause have changed. Who builds briefs looks at
 * the readers for whom that moment has passed, and moves it on.
 */
export const users = pgTable(
  'users',
  {
    id: id(),
    email: varchar({ length: 255 }).notNull(),
    time_zone: text().notNull().default('UTC'),
    brief_hour: smallint().notNull().default(6),
    /** What their briefs never bring, whatever a topic asks for: written as keywords are. */
    muted_words: jsonb().$type<string[]>().notNull().default([]),
    role: text({ enum: ['reader', 'admin'] })
      .notNull()
      .default('reader'),
    is_active: boolean().notNull().default(true),
    next_brief_at: moment().notNull().default(sql`'-infinity'`),
    ...timestamps,
  },
  (t) => [
    index('users_next_brief_at_index').on(t.next_brief_at).where(sql`${t.is_active}`),
    uniqueIndex('users_email_unique').on(sql`lower(${t.email})`),
    // Each change of a role checks whether another admin is left.
    index('users_admins_index').on(t.id).where(sql`${t.role} = 'admin' and ${t.is_active}`),
    check('users_email_not_blank', sql`${t.email} ~ '\\S'`),
    check('users_brief_hour_range', sql`${t.brief_hour} between 0 and 23`),
    check('users_time_zone_length', hasAtMost(t.time_zone, MAX_TIME_ZONE)),
    check('users_muted_words_are_strings', sql`is_text_array(${t.muted_words})`),
    check('users_muted_words_length', hasAtMostBytes(t.muted_words, MAX_KEYWORDS_BYTES)),
    check('users_role_known', sql`${t.role} in ('reader', 'admin')`),
    // A reader cannot make themselves an admin.
    pgPolicy('users_self', {
      using: sql`id = (select current_user_id())${orAdmin}`,
      withCheck: sql`(id = (select current_user_id()) and role = 'reader')${orAdmin}`,
    }),
  ],
)
