import * as z from 'zod'
import { articles, deliveries } from '../../db/schema/index.ts'
import { cursorOf } from '../../http/cursor.ts'
import { exampleTimes, foreignId, isInPostgresRange, pageLimit } from '../../http/fields.ts'
import { rowFields } from '../../http/table-fields.ts'
import { exampleStory } from '../articles/schemas.ts'
import { exampleWhy, Feedback, position, why } from '../briefs/schemas.ts'

export const Delivery = z
  .object({
    ...rowFields(deliveries, ['id', 'user_id', 'topic_id', 'article_id', 'delivery_date']),
    position,
    ...why,
    ...rowFields(articles, ['title', 'link']),
    feedback: Feedback,
    ...rowFields(deliveries, ['created_at', 'updated_at']),
  })
  .meta({
    id: 'Delivery',
    description: 'One article of one topic on one local date',
    examples: [
      {
        id: 40,
        user_id: 1,
        topic_id: 2,
        article_id: 17,
        delivery_date: '2026-11-21',
        ...exampleWhy,
        title: exampleStory.title,
        link: exampleStory.link,
        feedback: null,
        ...exampleTimes,
      },
    ],
  })
export type Delivery = z.infer<typeof Delivery>

const date = () =>
  z.iso
    .date({ error: 'must be a date such as 2026-11-21' })
    .refine(isInPostgresRange, 'must be a date such as 2026-11-21')

export const DeliveryQuery = z.object({
  limit: pageLimit(1000, 100),
  cursor: cursorOf('date', 'number').optional(),
  topic_id: foreignId().optional(),
  since: date().optional().meta({ description: 'From this local date on' }),
  until: date().optional().meta({ description: 'Up to and with this local date' }),
})
