import * as z from 'zod'
import { EXAMPLE_MOMENT, exampleTimes, isHeld, moment, wholeNumber } from '../../http/fields.ts'
import { exampleStory } from '../articles/schemas.ts'
import { SCORE_PARTS } from './scoring.ts'

/** Why the example was chosen, as deliveries and choices of a preview say it. */
export const exampleWhy = {
  position: 1,
  score: 0.63,
  score_parts: {
    match: 1,
    breadth: 1,
    recency: 0.7,
    credibility: 0.9,
    source_thumbs: 1,
    keyword_thumbs: 1,
  },
  matched_keywords: ['tide'],
}
export const exampleChoice = {
  ...exampleWhy,
  reason: '“tide” in the title; 12 hours old; a source of high credibility',
  article: {
    ...exampleStory,
    source: { id: 3, name: 'The Harbour Gazette', url: 'https://harbour-gazette.example/' },
    summary: { text: 'The tide came within a hand of the quay.', model: 'extract' },
  },
}

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

export const why = {
  score: z.number(),
  score_parts: ScorePartsSchema,
  matched_keywords: z.array(z.string()),
}
const Reason = z
  .string()
  .meta({ description: 'Why it was chosen, in words', examples: ['“rust” in the title; 3 hours old'] })

export const Feedback = z
  .object({ rating: z.enum(['up', 'down']), comment: z.string().nullable() })
  .nullable()

const storedDelivery = z.object({
  id: z.int(),
  position: z.int().min(1).max(3),
  ...why,
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
    examples: [
      {
        date: '2026-11-21',
        time_zone: 'Europe/Berlin',
        built_at: EXAMPLE_MOMENT,
        topics: [
          { topic_id: 2, name: 'The sea', deliveries: [{ id: 40, ...exampleChoice, feedback: null }] },
        ],
      },
    ],
  })
export type Brief = z.infer<typeof Brief>

/** One choice of a preview: a delivery that is none yet. */
export const PreviewChoice = storedDelivery
  .omit({ id: true, feedback: true })
  .extend({ reason: Reason })
  .meta({ id: 'PreviewChoice' })
export type StoredChoice = Omit<z.infer<typeof PreviewChoice>, 'reason'>

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
  .meta({
    id: 'BriefDate',
    description: 'A date that had its brief; it may have come out empty',
    examples: [{ date: '2026-11-21', built_at: EXAMPLE_MOMENT, topics: 4, deliveries: 12 }],
  })
export type BriefDate = z.infer<typeof BriefDate>

export const BriefDateQuery = z.object({
  limit: wholeNumber(1, 366).optional(),
  cursor: z.string().max(255).optional(),
})

export const FeedToken = z.object({ created_at: moment(), updated_at: moment() }).meta({
  id: 'FeedToken',
  description: 'That there is a private feed; its token is stored as a hash only',
  examples: [exampleTimes],
})
export type FeedToken = z.infer<typeof FeedToken>

export const NewFeedToken = FeedToken.extend({ token: z.string(), url: z.url() }).meta({
  id: 'NewFeedToken',
  description: 'The token and the address to subscribe to, shown this once',
  examples: [
    {
      ...exampleTimes,
      token: 'mbf_Wm4Zr2QxT0k3nThatIsShownOnceAndNeverAgain0',
      url: 'https://brief.example/api/v1/briefs.atom?token=mbf_Wm4Zr2QxT0k3nThatIsShownOnceAndNeverAgain0',
    },
  ],
})

export const FeedQuery = z.object({ token: z.string({ error: 'is missing' }).max(255) })

export type StoredFeed = {
  user_id: number
  entries: (Pick<
    z.infer<typeof storedDelivery>,
    'id' | 'position' | 'score_parts' | 'matched_keywords' | 'article'
  > & {
    delivery_date: string
    created_at: string
    topic: string
  })[]
}
