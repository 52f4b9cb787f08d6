import * as z from 'zod'
import { articleSummaries } from '../../db/schema/index.ts'
import { MAX_SUMMARY_TEXT } from '../../db/schema/limits.ts'
import { bigId, exampleTimes, filledText } from '../../http/fields.ts'
import { rowFields } from '../../http/table-fields.ts'

const fields = rowFields(articleSummaries, [
  'id',
  'article_id',
  'summary_text',
  'model',
  'tokens_used',
  'created_at',
  'updated_at',
])

export const Summary = z.object(fields).meta({
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
    summary_text: filledText(MAX_SUMMARY_TEXT),
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
  model: filledText(articleSummaries.model).meta({ examples: ['extract'] }),
})
