import * as z from 'zod'
import { bigId, exampleTimes, text, timestamps } from '../../http/fields.ts'

export const Feedback = z
  .object({
    id: z.int(),
    user_id: z.int(),
    delivery_id: z.int(),
    rating: z.enum(['up', 'down']),
    comment: z.string().nullable(),
    ...timestamps,
  })
  .meta({
    id: 'Feedback',
    description: "A reader's thumb on one delivery; it moves what they get, and nobody else",
    examples: [
      { id: 6, user_id: 1, delivery_id: 40, rating: 'up', comment: 'More of this', ...exampleTimes },
    ],
  })
export type Feedback = z.infer<typeof Feedback>

export const MAX_COMMENT = 2000

export const GivenFeedback = z
  .object({
    rating: z.enum(['up', 'down'], { error: 'must be up or down' }),
    comment: text(MAX_COMMENT).nullable().optional(),
  })
  .meta({ id: 'GivenFeedback', examples: [{ rating: 'up', comment: 'More of this' }] })

export const FeedbackParams = z.object({ id: bigId() })
