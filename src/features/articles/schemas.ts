import * as z from 'zod'
import { articles } from '../../db/schema/index.ts'
import { LANGUAGES } from '../../db/schema/languages.ts'
import { MAX_TAG, MAX_TAGS } from '../../db/schema/limits.ts'
import { CURSOR_META, cursorOf } from '../../http/cursor.ts'
import {
  bigId,
  EXAMPLE_MOMENT,
  exampleTimes,
  filledText,
  foreignId,
  isInPostgresRange,
  pageLimit,
  text,
} from '../../http/fields.ts'
import { rowFields } from '../../http/table-fields.ts'
import { isStatedDate } from '../../ingest/normalise/stated-date.ts'

/** What the examples of articles, briefs and deliveries have in common. */
export const exampleStory = {
  id: 17,
  title: 'High tide at the harbour',
  link: 'https://harbour-gazette.example/high-tide',
  summary_raw: '<p>The tide came within a hand of the quay.</p>',
  author: 'Mara Quay',
  tags: ['sea'],
  language: 'english' as const,
  published_at: EXAMPLE_MOMENT,
}

const told = rowFields(articles, [
  'id',
  'source_id',
  'title',
  'link',
  'summary_raw',
  'content_hash',
  'published_at',
  'author',
])
const kept = rowFields(articles, ['language', 'created_at', 'updated_at'])

export const Article = z
  .object({
    ...told,
    source_id: told.source_id.meta({ description: 'The source that brought it first' }),
    summary_raw: told.summary_raw.meta({ description: 'Sanitised HTML' }),
    content_hash: told.content_hash.meta({
      description:
        'Its identity: SHA-256 of the normalised link it was first seen under, with its feed’s id where several share the link',
    }),
    tags: z.array(z.string()),
    ...kept,
  })
  .meta({
    id: 'Article',
    description: 'A story: one row, however many feeds carry it',
    examples: [
      {
        ...exampleStory,
        source_id: 3,
        content_hash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
        ...exampleTimes,
      },
    ],
  })
export type Article = z.infer<typeof Article>

/** A moment or a day (its beginning in UTC), as RFC 3339 writes them. */
const pointInTime = () =>
  z
    .union(
      [z.iso.datetime({ offset: true }).refine(isInPostgresRange), z.iso.date().refine(isInPostgresRange)],
      {
        error: 'must be a date such as 2026-11-21, or a moment such as 2026-11-21T06:00:00Z',
      },
    )
    .meta({ examples: ['2026-11-21'] })

export const NOT_A_CURSOR = 'is not a cursor of this list; start again without it'

/** By rank or by date, which a number or a moment tells. */
const cursor = z
  .union([cursorOf('number', 'number'), cursorOf('moment', 'number')], { error: NOT_A_CURSOR })
  .meta(CURSOR_META)

export const ArticleQuery = z.object({
  limit: pageLimit(200, 50),
  cursor: cursor.optional(),
  q: text(500)
    .optional()
    .meta({
      description:
        'Words that all occur, "phrases", -exclusions, or between alternatives, prefix* words (two letters at least); case and accents do not count. At most 16 alternatives and 8 prefixes. Of more than 4000 articles that match, the newest are ranked',
      examples: ['"high tide" harbour -storm'],
    }),
  language: z
    .enum(LANGUAGES, { error: 'must be one of the languages that search knows' })
    .optional()
    .meta({ description: 'Of the words in q, for their inflections; english without it' }),
  sort: z
    .enum(['rank', 'date'], { error: 'must be rank or date' })
    .optional()
    .meta({ description: 'Best match first (with q, the default) or newest first' }),
  source_id: foreignId().optional(),
  topic_id: foreignId().optional().meta({ description: 'One of your topics: what its keywords match' }),
  since: pointInTime().optional().meta({ description: 'Published then or later' }),
  until: pointInTime().optional().meta({ description: 'Published before' }),
})

export const ArticleParams = z.object({ id: bigId() })

export const NewArticle = z
  .object({
    source_id: z.int32({ error: 'must be the id of a source' }).positive(),
    title: filledText(articles.title),
    link: filledText(2048),
    summary_raw: text(100_000).nullable().optional().meta({ description: 'HTML or text; it is sanitised' }),
    published_at: z.iso
      .datetime({ offset: true, error: 'must be a moment such as 2026-11-21T06:00:00Z' })
      .refine(
        (moment) => isStatedDate(Date.parse(moment)),
        'must be from 1900 on, and not the first moment of 1970',
      )
      .optional()
      .meta({ description: 'Now without it; never in the future' }),
    author: text(articles.author).nullable().optional(),
    tags: z.array(filledText(MAX_TAG), { error: 'must be a list of texts' }).max(MAX_TAGS).optional(),
    language: text(35)
      .optional()
      .meta({ description: 'A language tag such as de-AT', examples: ['en'] }),
  })
  .meta({
    id: 'NewArticle',
    examples: [
      {
        source_id: 1,
        title: 'High tide at the harbour',
        link: 'https://harbour-gazette.example/high-tide',
      },
    ],
  })
export type NewArticle = z.infer<typeof NewArticle>
