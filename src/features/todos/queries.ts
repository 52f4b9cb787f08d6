import { and, desc, eq, gt, lt, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db, me } from '../../db/builder.ts'
import { todos } from '../../db/schema/index.ts'
import { command, query } from '../../db/statement.ts'
import { type NewTodo, Todo, type TodoChange } from './schemas.ts'

type TodoId = { id: number }
type TodoToCreate = NewTodo & { max_todos: number }
type TodoPage = { limit: number; completed?: boolean | undefined; after_id?: number | undefined }
type NewestTodos = { limit: number; completed?: boolean | undefined; before_id?: number | undefined }

/** The caller's todo of this id. */
const own = ({ id }: TodoId) => and(eq(todos.id, id), eq(todos.user_id, me))
const versioned = (todo: TodoId) => ({ table: todos, where: own(todo) })

/** The caller's todos, oldest first. */
export const listTodos = query.page(
  'todos.list',
  { returns: Todo },
  ({ limit, completed, after_id }: TodoPage) =>
    db
      .select()
      .from(todos)
      .where(
        and(
          eq(todos.user_id, me),
          completed === undefined ? undefined : eq(todos.completed, completed),
          after_id === undefined ? undefined : gt(todos.id, after_id),
        ),
      )
      .orderBy(todos.id)
      .limit(limit),
)

/** The caller's newest todos, the newest first. */
export const listNewestTodos = query.page(
  'todos.list_newest',
  { returns: Todo },
  ({ limit, completed, before_id }: NewestTodos) =>
    db
      .select()
      .from(todos)
      .where(
        and(
          eq(todos.user_id, me),
          completed === undefined ? undefined : eq(todos.completed, completed),
          before_id === undefined ? undefined : lt(todos.id, before_id),
        ),
      )
      .orderBy(desc(todos.id))
      .limit(limit),
)

export const getTodo = query.one('todos.get', { returns: Todo, noun: 'todo' }, (todo: TodoId) =>
  db.select().from(todos).where(own(todo)),
)

/**
 * Whether the caller has fewer todos than `limit`. Ids are assigned in order, so there are at most as many as between the
 * first and the last, which the index gives at once. They are only counted if that is too many.
 */
const areFewerThan = (limit: number) => {
  const ids = db
    .select({ few: sql`coalesce(max(${todos.id}) - min(${todos.id}) + 1, 0) < ${limit}::int` })
    .from(todos)
    .where(eq(todos.user_id, me))
  const all = db
    .select({ few: sql`count(*) < ${limit}::int` })
    .from(todos)
    .where(eq(todos.user_id, me))
  return sql`case when ${ids} then true else ${all} end`
}

/** Creates a todo, unless the caller has the maximum number. */
export const createTodo = command.one(
  'todos.create',
  {
    returns: Todo,
    requires: ({ max_todos }: TodoToCreate) => [
      {
        holds: areFewerThan(max_todos),
        otherwise: {
          code: 'limit_reached',
          detail: 'You have as many todos as one may have. Delete some that are done.',
        },
      },
    ],
  },
  ({ max_todos: _, ...todo }: TodoToCreate) =>
    db
      .insert(todos)
      .values({ user_id: me, ...todo })
      .returning(),
)

/** Changes the fields that are present. It also sets `created_at` to itself, because an update must set something. */
export const updateTodo = command.one(
  'todos.update',
  { returns: Todo, noun: 'todo', versioned },
  ({ id, ...change }: TodoId & TodoChange) =>
    db
      .update(todos)
      .set({ created_at: todos.created_at, ...change })
      .where(own({ id }))
      .returning(),
)

export const deleteTodo = command.one(
  'todos.delete',
  { returns: z.object({ id: z.int() }), noun: 'todo', versioned },
  (todo: TodoId) => db.delete(todos).where(own(todo)).returning({ id: todos.id }),
)
