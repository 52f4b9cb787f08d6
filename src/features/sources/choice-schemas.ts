import * as z from 'zod'
import { sourceChoices } from '../../db/schema/index.ts'
import { rowFields } from '../../http/table-fields.ts'

const { choice } = rowFields(sourceChoices, ['choice'])

export const SourceChoice = z
  .object({
    source_id: z.int(),
    choice: choice.nullable().meta({ description: 'null: as everybody gets it' }),
  })
  .meta({
    id: 'SourceChoice',
    description: 'What the caller wants of a source',
    examples: [{ source_id: 3, choice: 'preferred' }],
  })

export const NewSourceChoice = z
  .object({
    choice: z
      .enum(['followed', 'preferred', 'muted'], { error: 'must be followed, preferred or muted' })
      .meta({
        description:
          'muted: nothing of it comes; preferred: it goes before others; followed: it comes although another reader added it for themselves',
      }),
  })
  .meta({ id: 'NewSourceChoice', examples: [{ choice: 'muted' }] })
export type NewSourceChoice = z.infer<typeof NewSourceChoice>
