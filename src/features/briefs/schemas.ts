import * as z from 'zod'
import { isHeld, moment, wholeNumber } from '../../http/fields.ts'
import { SCORE_PARTS } from './scoring.ts'

const Summary = z.object({ text: z.string(), model: z.string() }).meta({
  id: 'BriefSummary',
  description: "A model's summary, or the text's own most telling sentences (`extract`)",
})

const storedArticle = z.object({
  id: z.int(),
  title: z.string(),
  link: z.string(),
  summary_raw: z.string().nullable().meta({ description: 'Sanitised HTML' }),
  author: z.string().nullable(),
  tags: z.array(z.string()),
  language: z.string(),
  published_at: moment(),
  source: z.object({ id: z.int(), name: z.string(), url: z.string() }),
  summary: Summary.nullable(),
})
const BriefArticle = storedArticle.meta({ id: 'BriefArticle' })

export const ScorePartsSchema = z
  .object(
    Object.fromEntries(SCORE_PARTS.map((part) => [part, z.number()])) as Record<
      (typeof SCORE_PARTS)[number],
      z.ZodNumber
    >,
  )
  .meta({
    id: 'ScoreParts',
    description: 'The factors of a score; multiplied in this order they give it exactly',
  })

const keywords = () => z.array(z.string()).optional()

const AlsoIn = z
  .object({ article_id: z.int(), title: z.string(), link: z.string(), source_name: z.string() })
  .meta({ id: 'AlsoIn', description: 'Another report of the same story' })

export const why = {
  score: z.number(),
  score_parts: ScorePartsSchema,
  matched_keywords: z.array(z.string()),
  found_in: z
    .object({ title: keywords(), tags: keywords(), text: keywords() })
    .meta({ description: 'The same keywords, by the best place in which each was found' }),
  update_of: z.iso.date().nullable().meta({
    description: 'The date of the delivery whose story this one takes further; null when the story is new',
  }),
}
const Reason = z.string().meta({
  description: 'Why it was chosen, in words',
  examples: ['“rust” in the title; 3 hours old; two sources tell it'],
})

export const Feedback = z
  .object({ rating: z.enum(['up', 'down']), comment: z.string().nullable() })
  .nullable()

const storedDelivery = z.object({
  id: z.int(),
  position: z.int().min(1).max(3),
  ...why,
  also_in: z.array(AlsoIn),
  feedback: Feedback,
  article: BriefArticle,
})
const BriefDelivery = storedDelivery
  .extend({ reason: Reason })
  .meta({ id: 'BriefDelivery', description: 'One article of a topic, and every factor of its score' })

const brief = {
  date: z.iso.date(),
  time_zone: z.string(),
  built_at: moment().nullable().meta({ description: 'null while the brief is still to come' }),
}
const topic = { topic_id: z.int(), name: z.string() }

const storedBrief = z.object({
  ...brief,
  topics: z.array(z.object({ ...topic, deliveries: z.array(storedDelivery) })),
})
/** A brief as the database gives it; `completeBrief` adds the rest. */
export type StoredBrief = z.infer<typeof storedBrief>

export const Brief = z
  .object({ ...brief, topics: z.array(z.object({ ...topic, deliveries: z.array(BriefDelivery) })) })
  .meta({
    id: 'Brief',
    description: "One local date's articles, grouped by topic; a topic without any is listed empty",
  })
export type Brief = z.infer<typeof Brief>

/** One choice of a preview: a delivery that is none yet. */
export const PreviewChoice = storedDelivery
  .omit({ id: true, feedback: true })
  .extend({ reason: Reason })
  .meta({ id: 'PreviewChoice' })
export type StoredChoice = Omit<z.infer<typeof PreviewChoice>, 'reason'>

/** What a preview shows of an article that the keywords find, but too weakly to be chosen. */
export const PreviewLow = storedDelivery
  .pick({ matched_keywords: true, found_in: true, article: true })
  .extend({ reason: Reason })
  .meta({ id: 'PreviewLow', description: 'An article with too little evidence to be chosen' })
export type StoredLow = Omit<z.infer<typeof PreviewLow>, 'reason'>

export const BriefParams = z.object({
  date: z
    .union([z.literal('today'), z.iso.date()], { error: 'must be a date such as 2026-11-21, or today' })
    .refine(isHeld, 'must be a date of this era')
    .meta({ examples: ['today'] }),
})

export const BriefQuery = z.object({
  format: z
    .enum(['json', 'text', 'html'], { error: 'must be json, text or html' })
    .optional()
    .meta({ description: 'Wins over the Accept header; `html` is a whole document, fit for an e-mail' }),
})

export const BriefDate = z
  .object({ date: z.iso.date(), built_at: moment(), topics: z.int(), deliveries: z.int() })
  .meta({ id: 'BriefDate', description: 'A date that had its brief; it may have come out empty' })
export type BriefDate = z.infer<typeof BriefDate>

export const BriefDateQuery = z.object({
  limit: wholeNumber(1, 366).optional(),
  cursor: z.string().max(255).optional(),
})

export const FeedToken = z
  .object({ created_at: moment(), updated_at: moment() })
  .meta({ id: 'FeedToken', description: 'That there is a private feed; its token is stored as a hash only' })
export type FeedToken = z.infer<typeof FeedToken>

export const NewFeedToken = FeedToken.extend({ token: z.string(), url: z.url() }).meta({
  id: 'NewFeedToken',
  description: 'The token and the address to subscribe to, shown this once',
})

export const FeedQuery = z.object({ token: z.string({ error: 'is missing' }).max(255) })

export type StoredFeed = {
  user_id: number
  entries: (Pick<
    z.infer<typeof storedDelivery>,
    'id' | 'position' | 'score_parts' | 'matched_keywords' | 'found_in' | 'update_of' | 'also_in' | 'article'
  > & {
    delivery_date: string
    created_at: string
    topic: string
  })[]
}
