import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { id, timestamps } from './columns.ts'
import { ownerPolicy } from './policies.ts'
import { sources } from './sources.ts'
import { users } from './users.ts'

/**
 * What a reader wants of a source for their own briefs. Without a row they get it as everybody does, and a source that
 * another reader added (`added_by`) not at all.
 */
export const sourceChoices = pgTable(
  'source_choices',
  {
    id: id(),
    user_id: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    source_id: integer()
      .notNull()
      .references(() => sources.id, { onDelete: 'cascade' }),
    choice: text({ enum: ['followed', 'preferred', 'muted'] }).notNull(),
    ...timestamps,
  },
  (t) => [
    unique('source_choices_user_id_source_id_unique').on(t.user_id, t.source_id),
    index('source_choices_source_id_index').on(t.source_id),
    check('source_choices_choice_known', sql`${t.choice} in ('followed', 'preferred', 'muted')`),
    ownerPolicy('source_choices'),
  ],
)
