import * as z from 'zod'
import { filledText, text, timestamps, uuid, wholeNumber } from '../../http/fields.ts'

export const Item = z
  .object({
    id: z.uuid(),
    user_id: z.int(),
    name: z.string(),
    description: z.string().nullable(),
    ...timestamps,
  })
  .meta({ id: 'Item', description: 'Something the reader saved' })
export type Item = z.infer<typeof Item>

export const ItemPage = z
  .object({ items: z.array(Item), total: z.int() })
  .meta({ id: 'ItemPage', description: 'Items, newest first, and how many there are in all' })
export type ItemPage = z.infer<typeof ItemPage>

export const NewItem = z
  .object({
    name: filledText(255),
    description: text().nullable().optional(),
  })
  .meta({ id: 'NewItem', example: { name: 'Bread flour', description: 'Two bags, strong' } })

export const ItemChange = NewItem.partial().meta({ id: 'ItemChange', example: { name: 'Rye flour' } })

export const ItemParams = z.object({ id: uuid() })

/** So far an offset reaches: what it passes over costs time, some ten milliseconds at the most. */
const MAX_OFFSET = 100_000

export const ItemQuery = z.object({
  limit: wholeNumber(1, 1000).optional(),
  offset: wholeNumber(0, MAX_OFFSET)
    .meta({
      description: `At most ${MAX_OFFSET}; \`cursor\` reaches any row and costs the same on each page`,
    })
    .optional(),
  cursor: z.string().max(255).optional(),
})
