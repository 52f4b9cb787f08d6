import * as z from 'zod'
import { tastes } from '../../db/schema/index.ts'
import { bigId, exampleTimes } from '../../http/fields.ts'
import { rowFields } from '../../http/table-fields.ts'

const fields = rowFields(tastes, [
  'id',
  'kind',
  'name',
  'label',
  'ups',
  'downs',
  'weight',
  'reset_at',
  'created_at',
  'updated_at',
])

export const Taste = z
  .object({
    ...fields,
    kind: fields.kind.meta({
      description: 'What it is about: a source, a keyword of a topic, or a word that stands in titles',
    }),
    name: fields.name.meta({ description: "A source's id, a keyword, or a stem" }),
    label: fields.label.meta({ description: 'The same as people write it' }),
    ups: fields.ups.meta({ description: 'Thumbs up, each counting half after four days' }),
    weight: z.number().min(-1).max(1).meta({ description: 'What it adds to the factor of an article' }),
    reset_at: fields.reset_at.meta({ description: 'Thumbs up to then do not count' }),
  })
  .meta({
    id: 'Taste',
    description: 'Something that thumbs have taught about the caller',
    examples: [
      {
        id: 7,
        kind: 'word',
        name: '~enharvest',
        label: 'harvest',
        ups: 2.5,
        downs: 0.5,
        weight: 0.154,
        reset_at: null,
        ...exampleTimes,
      },
    ],
  })
export type Taste = z.infer<typeof Taste>

export const TasteParams = z.object({ id: bigId() })
