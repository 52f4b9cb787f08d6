import * as z from 'zod'
import { bigId, exampleTimes, filledText, timestamps } from '../../http/fields.ts'

export const Summary = z
  .object({
    id: z.int(),
    article_id: z.int(),
    summary_text: z.string(),
    model: z.string(),
    tokens_used: z.int(),
    ...timestamps,
  })
  .meta({
    id: 'Summary',
    description: 'One summary per article and model, shared by all readers',
    examples: [
      {
        id: 8,
        article_id: 17,
        summary_text: 'The tide came within a hand of the quay.',
        model: 'extract',
        tokens_used: 0,
        ...exampleTimes,
      },
    ],
  })
export type Summary = z.infer<typeof Summary>

export const GivenSummary = z
  .object({
    summary_text: filledText(4000),
    tokens_used: z
      .int({ error: 'must be a whole number' })
      .min(0, 'must not be negative')
      .max(2 ** 31 - 1)
      .optional(),
  })
  .meta({
    id: 'GivenSummary',
    examples: [{ summary_text: 'The tide came within a hand of the quay.', tokens_used: 214 }],
  })

export const SummaryParams = z.object({
  id: bigId(),
  model: filledText(50).meta({ examples: ['extract'] }),
})
