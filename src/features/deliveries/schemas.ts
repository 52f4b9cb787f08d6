import * as z from 'zod'
import { exampleTimes, id, isHeld, timestamps, wholeNumber } from '../../http/fields.ts'
import { exampleStory } from '../articles/schemas.ts'
import { exampleWhy, Feedback, why } from '../briefs/schemas.ts'

export const Delivery = z
  .object({
    id: z.int(),
    user_id: z.int(),
    topic_id: z.int(),
    article_id: z.int(),
    delivery_date: z.iso.date(),
    position: z.int().min(1).max(3),
    ...why,
    title: z.string(),
    link: z.string(),
    feedback: Feedback,
    ...timestamps,
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
    .refine(isHeld, 'must be a date such as 2026-11-21')

export const DeliveryQuery = z.object({
  limit: wholeNumber(1, 1000).optional(),
  cursor: z.string().max(255).optional(),
  topic_id: id().optional(),
  since: date().optional().meta({ description: 'From this local date on' }),
  until: date().optional().meta({ description: 'Up to and with this local date' }),
})
