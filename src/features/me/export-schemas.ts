import * as z from 'zod'
import { moment, timestamps } from '../../http/fields.ts'
import { Delivery } from '../deliveries/schemas.ts'
import { Feedback } from '../feedback/schemas.ts'
import { Item } from '../items/schemas.ts'
import { Taste } from '../tastes/schemas.ts'
import { Todo } from '../todos/schemas.ts'
import { Topic } from '../topics/schemas.ts'

const Account = z.object({
  id: z.int(),
  email: z.string(),
  time_zone: z.string(),
  brief_hour: z.int(),
  role: z.enum(['reader', 'admin']),
  is_active: z.boolean(),
  ...timestamps,
})

const Token = z.object({
  id: z.int(),
  kind: z.enum(['token', 'session']),
  name: z.string(),
  token_prefix: z.string(),
  last_used_at: moment().nullable(),
  expires_at: moment().nullable(),
  ...timestamps,
})

/** Everything that one user owns, in rows as the other routes give them, the oldest first. */
export const Export = z
  .object({
    exported_at: moment(),
    user: Account,
    access_tokens: z.array(Token).meta({ description: 'Without their hashes, which would be no use' }),
    topics: z.array(Topic),
    items: z.array(Item),
    todos: z.array(Todo),
    briefs: z.array(z.object({ id: z.int(), user_id: z.int(), delivery_date: z.iso.date(), ...timestamps })),
    deliveries: z.array(Delivery.omit({ feedback: true })),
    feedback: z.array(Feedback),
    delivery_reports: z
      .array(
        z.object({
          id: z.int(),
          user_id: z.int(),
          delivery_id: z.int(),
          article_id: z.int(),
          title: z.string(),
          link: z.string(),
          ...timestamps,
        }),
      )
      .meta({ description: 'Other reports of delivered stories' }),
    tastes: z.array(Taste.extend({ user_id: z.int() })),
  })
  .meta({ id: 'Export', description: 'Everything that the caller owns' })
export type Export = z.infer<typeof Export>
