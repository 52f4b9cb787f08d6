import { boolean, integer, pgTable, text } from 'drizzle-orm/pg-core'

export const todos = pgTable('todos', {
  id: integer().generatedAlwaysAsIdentity().primaryKey(),
  description: text().notNull(),
  completed: boolean().notNull().default(false),
})
