import * as z from 'zod'
import { filledText, flag, id, moment, text, timestamps, wholeNumber } from '../../http/fields.ts'

export const Source = z
  .object({
    id: z.int(),
    name: z.string(),
    url: z.string(),
    feed_url: z.string(),
    tags: z.array(z.string()),
    credibility_score: z.number().min(0).max(1),
    is_active: z.boolean(),
    last_fetched_at: moment().nullable(),
    last_error: z.string().nullable().meta({ description: 'What is wrong with the feed, for people' }),
    error_count: z.int().meta({ description: 'Failures in a row; 0 after a success' }),
    etag: z.string().nullable(),
    last_modified: z.string().nullable(),
    redirect_url: z
      .string()
      .nullable()
      .meta({ description: 'A permanent move, seen on redirect_count fetches' }),
    redirect_count: z.int(),
    next_fetch_at: moment(),
    leased_until: moment().nullable().meta({ description: 'Set while a fetch is queued or under way' }),
    claimed_until: moment().nullable().meta({ description: 'Set while a fetch is under way' }),
    ttl_minutes: z.int().nullable().meta({ description: 'How long the feed asks not to be fetched again' }),
    ...timestamps,
  })
  .meta({ id: 'Source', description: 'A feed, and how its ingest stands' })
export type Source = z.infer<typeof Source>

/** The address of a web page, at most 512 characters. */
const httpUrl = () =>
  text(512).refine((s) => URL.canParse(s) && /^https?:$/.test(new URL(s).protocol), {
    error: 'must be an address that begins with http:// or https://',
  })

const fields = {
  name: filledText(255),
  feed_url: httpUrl(),
  url: httpUrl(),
  credibility_score: z.number({ error: 'must be a number from 0 to 1' }).min(0).max(1),
  tags: z.array(filledText(64), { error: 'must be a list of texts' }).max(32),
  is_active: z.boolean({ error: 'must be true or false' }),
}

export const NewSource = z
  .object({
    name: fields.name.optional().meta({ description: "Without it, the feed's own title or its host" }),
    feed_url: fields.feed_url.optional().meta({ description: 'Without it, the feed is looked for at `url`' }),
    url: fields.url.optional().meta({ description: 'The site; without it, the origin of the feed' }),
    credibility_score: fields.credibility_score.optional(),
    tags: fields.tags.optional(),
    is_active: fields.is_active.optional(),
  })
  .refine((source) => source.feed_url !== undefined || source.url !== undefined, {
    path: ['feed_url'],
    error: 'is needed, or the url of a site that names its feed',
  })
  .meta({
    id: 'NewSource',
    example: { name: 'The Harbour Gazette', feed_url: 'https://harbour-gazette.example/feed.xml' },
  })
export type NewSource = z.infer<typeof NewSource>

export const SourceChange = z
  .object(fields)
  .partial()
  .meta({ id: 'SourceChange', example: { tags: ['sea'], is_active: false } })

export const SourceParams = z.object({ id: id() })

const page = { limit: wholeNumber(1, 1000).optional(), cursor: z.string().max(255).optional() }

export const SourceQuery = z.object({
  ...page,
  is_active: flag().optional(),
  failing: flag().optional().meta({ description: 'Whether the last fetch failed' }),
  tag: text(64).optional(),
  q: text(255).optional().meta({ description: 'Part of the name or of an address' }),
})

export const Lease = z
  .object({ source_id: z.int(), leased_until: moment() })
  .meta({ id: 'Lease', description: 'A queued fetch, and when it counts as lost' })

export const FetchQuery = z.object(page)

export const Fetch = z
  .object({
    id: z.int(),
    source_id: z.int(),
    started_at: moment(),
    duration_ms: z.int(),
    outcome: z.string().meta({ examples: ['ok', 'cut', 'not_modified', 'timeout', 'not_a_feed'] }),
    http_status: z.int().nullable(),
    new_articles: z.int(),
    updated_articles: z.int(),
    skipped_entries: z.int(),
    error: z.string().nullable(),
    ...timestamps,
  })
  .meta({ id: 'Fetch', description: 'One fetch of a source' })
export type Fetch = z.infer<typeof Fetch>

export const Site = z
  .object({ url: filledText(2048) })
  .meta({ id: 'Site', example: { url: 'harbour-gazette.example' } })

export const Discovery = z
  .object({
    candidates: z.array(
      z.object({
        feed_url: z.string(),
        title: z.string().nullable(),
        format: z.enum(['rss', 'rdf', 'atom', 'json']),
      }),
    ),
  })
  .meta({ id: 'Discovery', description: 'The feeds of a site, the best first; each was fetched and read' })
