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
  score: 0.96,
  score_parts: {
    story: 1.1,
    meaning: 1,
    recency: 0.917,
    evidence: 1,
    credibility: 0.95,
    word_thumbs: 1,
    source_thumbs: 1,
    keyword_thumbs: 1,
  },
  matched_keywords: ['tide'],
  found_in: { title: ['tide'] },
  update_of: null,
}
const exampleAlsoIn = [
  {
    article_id: 43,
    title: 'High water at the quay',
    link: 'https://port-news.example/tide',
    source_name: 'Port News',
  },
]
export const exampleChoice = {
  ...exampleWhy,
  also_in: exampleAlsoIn,
  reason: '“tide” in the title; 12 hours old; two sources tell it; a source of high credibility',
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

export const BriefArticle = z
  .object({
    ...rowFields(articles, ['id', 'title', 'link']),
    summary_raw: z.string().nullable().meta({
      description:
        'Sanitised HTML; null also where the brief would be too long with it, as the article itself has it',
    }),
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
  story: z.number(),
  meaning: z.number(),
  recency: z.number(),
  evidence: z.number(),
  credibility: z.number(),
  word_thumbs: z.number(),
  source_thumbs: z.number(),
  keyword_thumbs: z.number(),
} satisfies Record<keyof ScoreParts, z.ZodNumber>

const AlsoIn = z
  .object({ article_id: z.int(), title: z.string(), link: z.string(), source_name: z.string() })
  .meta({ id: 'AlsoIn', description: 'Another report of the same story' })
export type AlsoIn = z.infer<typeof AlsoIn>

const keywords = () => z.array(z.string()).optional()

/** The fields that say why an article was chosen. */
export const why = {
  ...rowFields(deliveries, ['score']),
  score_parts: z.object(scoreParts).meta({
    id: 'ScoreParts',
    description: 'The factors of a score; multiplied in this order they give it exactly',
  }),
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

export const Feedback = z.object(rowFields(feedback, ['rating', 'comment'])).nullable()

/** One of the places of a topic. */
export const position = z.int().min(1).max(3)

const StoredDelivery = z.object({
  ...rowFields(deliveries, ['id']),
  position,
  ...why,
  also_in: z.array(AlsoIn),
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

/** What the database gives of an article that the keywords find, but too weakly to be chosen. */
export const StoredLow = StoredDelivery.pick({ matched_keywords: true, found_in: true, article: true })
export type StoredLow = z.infer<typeof StoredLow>

export const PreviewLow = StoredLow.extend({ reason: Reason }).meta({
  id: 'PreviewLow',
  description: 'An article with too little evidence to be chosen',
})
export const exampleLow = {
  matched_keywords: ['tide'],
  found_in: { text: ['tide'] },
  reason: 'only “tide” in the text: not sure enough',
  article: exampleChoice.article,
}

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
      found_in: true,
      update_of: true,
      also_in: true,
      article: true,
    }).extend({ ...rowFields(deliveries, ['delivery_date', 'created_at']), topic: topic.name }),
  ),
})
export type StoredFeed = z.infer<typeof StoredFeed>
