/**
 * Mistakes that must not compile: mistakes.test.ts asks the compiler for an error behind each `mistake:` line, and for none
 * elsewhere. Each is what a hurried change would do.
 */
import { eq } from 'drizzle-orm'
import * as z from 'zod'
import { db, me } from '../../src/db/builder.ts'
import type { Database } from '../../src/db/database.ts'
import { items, todos } from '../../src/db/schema/index.ts'
import { command, query } from '../../src/db/statement.ts'
import { getItem } from '../../src/features/items/queries.ts'
import { exampleItem, Item, NewItem } from '../../src/features/items/schemas.ts'
import { getTodo, listTodos } from '../../src/features/todos/queries.ts'
import { Todo } from '../../src/features/todos/schemas.ts'
import { createApi, createRoute } from '../../src/http/api.ts'
import { body, json } from '../../src/http/responses.ts'
import { rowFields } from '../../src/http/table-fields.ts'

declare const database: Database
declare const text: string | number

const mine = () => db.select().from(todos).where(eq(todos.user_id, me))

query.one('right', { returns: Todo }, mine)

// mistake: wrong type
query.one('x', { returns: Todo.extend({ completed: z.string() }) }, mine)

// mistake: missing field
query.one('x', { returns: Todo.extend({ priority: z.int() }) }, mine)

// mistake: extra column
query.one('x', { returns: Todo.omit({ completed: true }) }, mine)

// mistake: renamed column
query.one('x', { returns: z.object(rowFields(todos, ['id', 'done'])) }, mine)

// mistake: nullable column
query.one('x', { returns: Item.extend({ description: z.string() }) }, () => db.select().from(items))

// mistake: undefined parameter
database.run(getItem, { id: undefined })

// mistake: wider parameter
database.run(getTodo, { id: text })

// mistake: unknown parameter
database.run(listTodos, { limit: 1, complete: true })

// mistake: a value of another type is inserted
command.one('x', { returns: Todo }, ({ done }: { done: string }) =>
  db.insert(todos).values({ user_id: me, description: 'x', completed: done }).returning(),
)

// mistake: a required column is not inserted
command.one('x', { returns: Todo }, () => db.insert(todos).values({ user_id: me }).returning())

// mistake: a query that changes something
query.one('x', { returns: Todo }, () => db.delete(todos).where(eq(todos.user_id, me)).returning())

const createItem = createRoute({
  method: 'post',
  path: '/items',
  request: { body: body(NewItem) },
  responses: { 201: json(Item, 'Created') },
})

createApi().openapi(createItem, (c) => c.json(exampleItem, 201))

// mistake: wrong status
createApi().openapi(createItem, (c) => c.json(exampleItem, 200))

// mistake: an answer with a field that the contract does not know
createApi().openapi(createItem, (c) => c.json({ ...exampleItem, secret: 'x' }, 201))
