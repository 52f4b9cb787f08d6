import * as z from 'zod'
import { articleMarks } from '../../db/schema/index.ts'
import { EXAMPLE_MOMENT } from '../../http/fields.ts'
import { rowFields } from '../../http/table-fields.ts'

export const Mark = z.object(rowFields(articleMarks, ['article_id', 'read_at', 'item_id'])).meta({
  id: 'Mark',
  description: 'What the caller did with an article',
  examples: [{ article_id: 17, read_at: EXAMPLE_MOMENT, item_id: '9f0c2d1e-6b52-4a1c-8a55-0f4b5f0d8f11' }],
})

const flag = () => z.boolean({ error: 'must be true or false' })

export const MarkChange = z
  .object({
    is_read: flag().optional().meta({ description: 'Whether the caller has read it' }),
    is_saved: flag()
      .optional()
      .meta({ description: 'Whether it is one of the items, with its link; false deletes that item' }),
  })
  .meta({ id: 'MarkChange', examples: [{ is_read: true, is_saved: true }] })
export type MarkChange = z.infer<typeof MarkChange>
