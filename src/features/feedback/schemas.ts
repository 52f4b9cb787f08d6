import * as z from 'zod'
import { feedback } from '../../db/schema/index.ts'
import { MAX_COMMENT } from '../../db/schema/limits.ts'
import { bigId, exampleTimes, text } from '../../http/fields.ts'
import { rowFields } from '../../http/table-fields.ts'

export const Feedback = z
  .object(
    rowFields(feedback, ['id', 'user_id', 'delivery_id', 'rating', 'comment', 'created_at', 'updated_at']),
  )
  .meta({
    id: 'Feedback',
    description: "A reader's thumb on one delivery; it moves what they get, and nobody else",
    examples: [
      { id: 6, user_id: 1, delivery_id: 40, rating: 'up', comment: 'More of this', ...exampleTimes },
    ],
  })
export type Feedback = z.infer<typeof Feedback>

export const GivenFeedback = z
  .object({
    rating: z.enum(['up', 'down'], { error: 'must be up or down' }),
    comment: text(MAX_COMMENT).nullable().optional(),
  })
  .meta({ id: 'GivenFeedback', examples: [{ rating: 'up', comment: 'More of this' }] })
export type GivenFeedback = z.infer<typeof GivenFeedback>

export const FeedbackParams = z.object({ id: bigId() })
