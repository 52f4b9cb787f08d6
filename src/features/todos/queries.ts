import { sql } from 'drizzle-orm'
import { todos } from '../../db/schema/index.ts'
import { many, one } from '../../db/statement.ts'
import type { Todo } from './schemas.ts'

const p = sql.placeholder

/** The caller's todo of this id. */
const own = sql`${todos.id} = ${p('id')}::int and ${todos.user_id} = caller.id`
const guards = { table: todos, where: own }

/** The caller's todos, oldest first. */
export const listTodos = many<{ completed: boolean | null; limit: number; after_id: number | null }, Todo>(
  'todos.list',
  {
    work: sql`
      select ${todos}.* from ${todos}, caller
      where ${todos.user_id} = caller.id
        and (${p('completed')}::boolean is null or ${todos.completed} = ${p('completed')}::boolean)
        and (${p('after_id')}::int is null or ${todos.id} > ${p('after_id')}::int)
      order by ${todos.id}
      limit ${p('limit')}::int`,
  },
)

export const getTodo = one<{ id: number }, Todo>('todos.get', {
  noun: 'todo',
  work: sql`select ${todos}.* from ${todos}, caller where ${own}`,
})

export const createTodo = one<{ description: string; completed: boolean }, Todo>('todos.create', {
  work: sql`
    insert into ${todos} (user_id, description, completed)
    select id, ${p('description')}, ${p('completed')}::boolean from caller
    returning ${todos}.*`,
})

/** Changes the fields that are present; null leaves a field as it is. */
export const updateTodo = one<{ id: number; description: string | null; completed: boolean | null }, Todo>(
  'todos.update',
  {
    noun: 'todo',
    guards,
    work: sql`
      update ${todos} set
        description = coalesce(${p('description')}, ${todos.description}),
        completed = coalesce(${p('completed')}::boolean, ${todos.completed})
      from caller where ${own}
      returning ${todos}.*`,
  },
)

export const deleteTodo = one<{ id: number }, { id: number }>('todos.delete', {
  noun: 'todo',
  guards,
  work: sql`
    delete from ${todos} using caller where ${own}
    returning ${todos.id}`,
})
