import * as z from 'zod'

const BriefArticle = z
  .object({
    id: z.int(),
    title: z.string(),
    link: z.string(),
    summary_raw: z.string().nullable().meta({ description: 'Sanitised HTML' }),
    author: z.string().nullable(),
    tags: z.array(z.string()),
    language: z.string(),
    published_at: z.string(),
    source: z.object({ id: z.int(), name: z.string(), url: z.string() }),
  })
  .meta({ id: 'BriefArticle' })

const BriefDelivery = z
  .object({
    id: z.int(),
    position: z.int().min(1).max(3),
    score: z.number(),
    score_parts: z.record(z.string(), z.number()),
    feedback: z.object({ rating: z.enum(['up', 'down']), comment: z.string().nullable() }).nullable(),
    article: BriefArticle,
  })
  .meta({ id: 'BriefDelivery', description: 'One article of a topic, and every factor of its score' })

export const Brief = z
  .object({
    date: z.iso.date(),
    time_zone: z.string(),
    topics: z.array(z.object({ topic_id: z.int(), name: z.string(), deliveries: z.array(BriefDelivery) })),
  })
  .meta({
    id: 'Brief',
    description: "One local date's articles, grouped by topic; a topic without any is listed empty",
  })
export type Brief = z.infer<typeof Brief>

export const BriefParams = z.object({
  date: z
    .union([z.literal('today'), z.iso.date()], { error: 'must be a date such as 2026-11-21, or today' })
    .meta({ examples: ['today'] }),
})
