import * as z from 'zod'
import { todos } from '../../db/schema/index.ts'
import { cursorOf } from '../../http/cursor.ts'
import { exampleTimes, filledText, flag, id, wholeNumber } from '../../http/fields.ts'
import { rowFields } from '../../http/table-fields.ts'

export const Todo = z
  .object(rowFields(todos, ['id', 'user_id', 'description', 'completed', 'created_at', 'updated_at']))
  .meta({
    id: 'Todo',
    examples: [{ id: 1, user_id: 1, description: 'Read the brief', completed: false, ...exampleTimes }],
  })
export type Todo = z.infer<typeof Todo>

const completed = z.boolean({ error: 'must be true or false' })

export const NewTodo = z
  .object({ description: filledText(todos.description), completed: completed.optional() })
  .meta({ id: 'NewTodo', examples: [{ description: 'Read the brief' }] })
export type NewTodo = z.infer<typeof NewTodo>

export const TodoChange = NewTodo.partial().meta({ id: 'TodoChange', examples: [{ completed: true }] })
export type TodoChange = z.infer<typeof TodoChange>

export const TodoParams = z.object({ id: id() })

/** The most todos of one answer. */
export const MAX_TODOS = 1000

export const TodoQuery = z.object({
  completed: flag().optional(),
  limit: wholeNumber(1, MAX_TODOS)
    .optional()
    .meta({
      param: {
        description: `How many todos at most; all, up to the newest ${MAX_TODOS}, when it is not given.`,
      },
    }),
  cursor: cursorOf('number').optional(),
})
