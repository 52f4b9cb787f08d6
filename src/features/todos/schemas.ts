import * as z from 'zod'
import { exampleTimes, filledText, flag, id, timestamps, wholeNumber } from '../../http/fields.ts'

export const Todo = z
  .object({
    id: z.int(),
    user_id: z.int(),
    description: z.string(),
    completed: z.boolean(),
    ...timestamps,
  })
  .meta({
    id: 'Todo',
    examples: [{ id: 1, user_id: 1, description: 'Read the brief', completed: false, ...exampleTimes }],
  })
export type Todo = z.infer<typeof Todo>

const completed = z.boolean({ error: 'must be true or false' })

export const NewTodo = z
  .object({ description: filledText(500), completed: completed.optional() })
  .meta({ id: 'NewTodo', examples: [{ description: 'Read the brief' }] })

export const TodoChange = NewTodo.partial().meta({ id: 'TodoChange', examples: [{ completed: true }] })

export const TodoParams = z.object({ id: id() })

export const TodoQuery = z.object({
  completed: flag().optional(),
  limit: wholeNumber(1, 1000).optional(),
  cursor: z.string().max(255).optional(),
})
