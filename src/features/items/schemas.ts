import * as z from 'zod'
import { items } from '../../db/schema/index.ts'
import { MAX_DESCRIPTION } from '../../db/schema/limits.ts'
import { cursorOf } from '../../http/cursor.ts'
import {
  exampleTimes,
  filledText,
  pageLimit,
  text,
  uuid,
  webAddress,
  wholeNumber,
} from '../../http/fields.ts'
import { rowFields } from '../../http/table-fields.ts'

export const exampleItem = {
  id: '9f0c2d1e-6b52-4a1c-8a55-0f4b5f0d8f11',
  user_id: 1,
  name: 'Bread flour',
  description: 'Two bags, strong',
  link: 'https://mill.example/bread-flour',
  ...exampleTimes,
}

export const Item = z
  .object(rowFields(items, ['id', 'user_id', 'name', 'description', 'link', 'created_at', 'updated_at']))
  .meta({ id: 'Item', description: 'Something the reader saved', examples: [exampleItem] })
export type Item = z.infer<typeof Item>

export const ItemPage = z.object({ items: z.array(Item), total: z.int() }).meta({
  id: 'ItemPage',
  description: 'Items, newest first, and how many there are in all',
  examples: [{ items: [exampleItem], total: 1 }],
})

export const NewItem = z
  .object({
    name: filledText(items.name),
    description: text(MAX_DESCRIPTION).nullable().optional(),
    link: webAddress(items.link).nullable().optional().meta({ description: 'Where the item leads' }),
  })
  .meta({ id: 'NewItem', examples: [{ name: 'Bread flour', description: 'Two bags, strong' }] })

export type NewItem = z.infer<typeof NewItem>

export const ItemChange = NewItem.partial().meta({ id: 'ItemChange', examples: [{ name: 'Rye flour' }] })
export type ItemChange = z.infer<typeof ItemChange>

export const ItemParams = z.object({ id: uuid() })

/** The maximum offset. Skipping rows takes time: about ten milliseconds for this many. */
const MAX_OFFSET = 100_000

export const ItemQuery = z.object({
  limit: pageLimit(1000, 100),
  offset: wholeNumber(0, MAX_OFFSET)
    .meta({
      description: `At most ${MAX_OFFSET}; \`cursor\` reaches any row and costs the same on each page`,
    })
    .optional(),
  cursor: cursorOf('moment', 'uuid').optional(),
})
