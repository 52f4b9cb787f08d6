import * as z from 'zod'
import { bigId, filledText, timestamps } from '../../http/fields.ts'

export const Summary = z
  .object({
    id: z.int(),
    article_id: z.int(),
    summary_text: z.string(),
    model: z.string(),
    tokens_used: z.int(),
    ...timestamps,
  })
  .meta({ id: 'Summary', description: 'One summary per article and model, shared by all readers' })
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
  .meta({ id: 'GivenSummary' })

export const SummaryParams = z.object({
  id: bigId(),
  model: filledText(50).meta({ examples: ['extract'] }),
})
