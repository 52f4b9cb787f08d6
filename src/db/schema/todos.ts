import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgTable, varchar } from 'drizzle-orm/pg-core'
import { id, timestamps } from './columns.ts'
import { ownerPolicy } from './policies.ts'
import { users } from './users.ts'

export const todos = pgTable(
  'todos',
  {
    id: id(),
    user_id: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    description: varchar({ length: 500 }).notNull(),
    completed: boolean().notNull().default(false),
    ...timestamps,
  },
  (t) => [
    index('todos_user_id_index').on(t.user_id, t.id),
    check('todos_description_not_blank', sql`${t.description} ~ '\\S'`),
    ownerPolicy('todos'),
  ],
)
