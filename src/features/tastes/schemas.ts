import * as z from 'zod'
import { id, moment, timestamps } from '../../http/fields.ts'

export const Taste = z
  .object({
    id: z.int(),
    kind: z.enum(['source', 'keyword', 'word']).meta({
      description: 'What it is about: a source, a keyword of a topic, or a word that stands in titles',
    }),
    name: z.string().meta({ description: "A source's id, a keyword, or a stem" }),
    label: z.string().meta({ description: 'The same as people write it' }),
    ups: z.number().meta({ description: 'Thumbs up, each counting half after four days' }),
    downs: z.number(),
    weight: z.number().min(-1).max(1).meta({ description: 'What it adds to the factor of an article' }),
    reset_at: moment().nullable().meta({ description: 'Thumbs up to then do not count' }),
    ...timestamps,
  })
  .meta({ id: 'Taste', description: 'Something that thumbs have taught about the caller' })
export type Taste = z.infer<typeof Taste>

export const TasteParams = z.object({ id: id() })
