import * as z from 'zod'
import { articles, deliveries, feedback, feedTokens, sources, topics, users } from '../../db/schema/index.ts'
import { cursorOf } from '../../http/cursor.ts'
import { EXAMPLE_MOMENT, exampleTimes, isInPostgresRange, moment, pageLimit } from '../../http/fields.ts'
import { rowFields } from '../../http/table-fields.ts'
import { exampleStory } from '../articles/schemas.ts'
import type { ScoreParts } from './scoring.ts'

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

const BriefArticle = z
  .object({
    ...rowFields(articles, ['id', 'title', 'link']),
    summary_raw: z.string().nullable().meta({ description: 'Sanitised HTML' }),
    ...rowFields(articles, ['author']),
    tags: z.array(z.string()),
    language: z.string(),
    ...rowFields(articles, ['published_at']),
    source: z.object(rowFields(sources, ['id', 'name', 'url'])),
    summary: Summary.nullable(),
  })
  .meta({ id: 'BriefArticle' })

/** In the order of `SCORE_PARTS`. */
const scoreParts = {
  match: z.number(),
  breadth: z.number(),
  recency: z.number(),
  credibility: z.number(),
  source_thumbs: z.number(),
  keyword_thumbs: z.number(),
} satisfies Record<keyof ScoreParts, z.ZodNumber>

/** The fields that say why an article was chosen. */
export const why = {
  ...rowFields(deliveries, ['score']),
  score_parts: z.object(scoreParts).meta({
    id: 'ScoreParts',
    description: 'The factors of a score; multiplied in this order they give it exactly',
  }),
  matched_keywords: z.array(z.string()),
}
const Reason = z
  .string()
  .meta({ description: 'Why it was chosen, in words', examples: ['“rust” in the title; 3 hours old'] })

export const Feedback = z.object(rowFields(feedback, ['rating', 'comment'])).nullable()

/** One of the places of a topic. */
export const position = z.int().min(1).max(3)

const StoredDelivery = z.object({
  ...rowFields(deliveries, ['id']),
  position,
  ...why,
  feedback: Feedback,
  article: BriefArticle,
})
const BriefDelivery = StoredDelivery.extend({ reason: Reason }).meta({
  id: 'BriefDelivery',
  description: 'One article of a topic, and every factor of its score',
})

const brief = {
  date: z.iso.date(),
  ...rowFields(users, ['time_zone']),
  built_at: moment().nullable().meta({ description: 'null while the brief is still to come' }),
}
const topic = { topic_id: z.int(), ...rowFields(topics, ['name']) }

/** A brief as the database gives it; `completeBrief` adds the rest. */
export const StoredBrief = z.object({
  ...brief,
  topics: z.array(z.object({ ...topic, deliveries: z.array(StoredDelivery) })),
})
export type StoredBrief = z.infer<typeof StoredBrief>

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

/** One choice of a preview as the database gives it: a delivery that is none yet. */
export const StoredChoice = StoredDelivery.omit({ id: true, feedback: true })
export type StoredChoice = z.infer<typeof StoredChoice>

export const PreviewChoice = StoredChoice.extend({ reason: Reason }).meta({ id: 'PreviewChoice' })

export const BriefParams = z.object({
  date: z
    .union([z.literal('today'), z.iso.date()], { error: 'must be a date such as 2026-11-21, or today' })
    .refine(isInPostgresRange, 'must be a date of this era')
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
  limit: pageLimit(366, 31),
  cursor: cursorOf('date').optional(),
})

export const FeedToken = z.object(rowFields(feedTokens, ['created_at', 'updated_at'])).meta({
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

/** What the database gives for an Atom feed; `renderAtom` writes it. */
export const StoredFeed = z.object({
  ...rowFields(deliveries, ['user_id']),
  entries: z.array(
    StoredDelivery.pick({
      id: true,
      position: true,
      score_parts: true,
      matched_keywords: true,
      article: true,
    }).extend({ ...rowFields(deliveries, ['delivery_date', 'created_at']), topic: topic.name }),
  ),
})
export type StoredFeed = z.infer<typeof StoredFeed>
