import * as z from 'zod'
import { LANGUAGES } from '../../db/schema/languages.ts'
import { bigId, filledText, id, isHeld, moment, text, timestamps, wholeNumber } from '../../http/fields.ts'
import { isStatedDate } from '../../ingest/normalise/stated-date.ts'

export const Article = z
  .object({
    id: z.int(),
    source_id: z.int().meta({ description: 'The source that brought it first' }),
    title: z.string(),
    link: z.string(),
    summary_raw: z.string().nullable().meta({ description: 'Sanitised HTML' }),
    content_hash: z.string().meta({
      description:
        'Its identity: SHA-256 of the normalised link it was first seen under, with its feed’s id where several share the link',
    }),
    published_at: moment(),
    author: z.string().nullable(),
    tags: z.array(z.string()),
    language: z.enum(LANGUAGES),
    ...timestamps,
  })
  .meta({ id: 'Article', description: 'A story: one row, however many feeds carry it' })
export type Article = z.infer<typeof Article>

/** A moment or a day (its beginning in UTC), as RFC 3339 writes them. */
const pointInTime = () =>
  z
    .union([z.iso.datetime({ offset: true }).refine(isHeld), z.iso.date().refine(isHeld)], {
      error: 'must be a date such as 2026-11-21, or a moment such as 2026-11-21T06:00:00Z',
    })
    .meta({ examples: ['2026-11-21'] })

export const ArticleQuery = z.object({
  limit: wholeNumber(1, 200).optional(),
  cursor: z.string().max(255).optional(),
  q: text(500)
    .optional()
    .meta({
      description:
        'Words that all occur, "phrases", -exclusions, or between alternatives, prefix* words; case and accents do not count',
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
  source_id: id().optional(),
  topic_id: id().optional().meta({ description: 'One of your topics: what its keywords match' }),
  since: pointInTime().optional().meta({ description: 'Published then or later' }),
  until: pointInTime().optional().meta({ description: 'Published before' }),
})

export const ArticleParams = z.object({ id: bigId() })

export const NewArticle = z
  .object({
    source_id: z.int32({ error: 'must be the id of a source' }).positive(),
    title: filledText(512),
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
    author: text(255).nullable().optional(),
    tags: z.array(filledText(64), { error: 'must be a list of texts' }).max(32).optional(),
    language: text(35)
      .optional()
      .meta({ description: 'A language tag such as de-AT', examples: ['en'] }),
  })
  .meta({
    id: 'NewArticle',
    example: {
      source_id: 1,
      title: 'High tide at the harbour',
      link: 'https://harbour-gazette.example/high-tide',
    },
  })
export type NewArticle = z.infer<typeof NewArticle>
