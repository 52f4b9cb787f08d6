import type { Column } from 'drizzle-orm'
import * as z from 'zod'
import { fetches, sources } from '../../db/schema/index.ts'
import { MAX_TAG, MAX_TAGS } from '../../db/schema/limits.ts'
import { cursorOf } from '../../http/cursor.ts'
import {
  EXAMPLE_MOMENT,
  exampleTimes,
  filledText,
  flag,
  id,
  moment,
  pageLimit,
  text,
} from '../../http/fields.ts'
import { rowFields } from '../../http/table-fields.ts'

const address = rowFields(sources, ['id', 'name', 'url', 'feed_url'])
const health = rowFields(sources, [
  'is_active',
  'last_fetched_at',
  'last_error',
  'error_count',
  'etag',
  'last_modified',
  'redirect_url',
  'redirect_count',
  'next_fetch_at',
  'leased_until',
  'claimed_until',
  'ttl_minutes',
  'added_by',
  'created_at',
  'updated_at',
])

export const Source = z
  .object({
    ...address,
    tags: z.array(z.string()),
    credibility_score: z.number().min(0).max(1),
    ...health,
    last_error: health.last_error.meta({ description: 'What is wrong with the feed, for people' }),
    error_count: health.error_count.meta({ description: 'Failures in a row; 0 after a success' }),
    redirect_url: health.redirect_url.meta({
      description: 'A permanent move, seen on redirect_count fetches',
    }),
    leased_until: health.leased_until.meta({ description: 'Set while a fetch is queued or under way' }),
    claimed_until: health.claimed_until.meta({ description: 'Set while a fetch is under way' }),
    ttl_minutes: health.ttl_minutes.meta({
      description: 'How long the feed asks not to be fetched again',
    }),
    added_by: health.added_by.meta({
      description: 'The reader who added it for themselves; others get it when they follow it',
    }),
  })
  .meta({
    id: 'Source',
    description: 'A feed, and how its ingest stands',
    examples: [
      {
        id: 3,
        name: 'The Harbour Gazette',
        url: 'https://harbour-gazette.example/',
        feed_url: 'https://harbour-gazette.example/feed.xml',
        tags: ['sea'],
        credibility_score: 0.9,
        is_active: true,
        last_fetched_at: EXAMPLE_MOMENT,
        last_error: null,
        error_count: 0,
        etag: '"33a64df5"',
        last_modified: 'Sat, 21 Nov 2026 05:30:00 GMT',
        redirect_url: null,
        redirect_count: 0,
        next_fetch_at: EXAMPLE_MOMENT,
        leased_until: null,
        claimed_until: null,
        ttl_minutes: 30,
        added_by: null,
        ...exampleTimes,
      },
    ],
  })
export type Source = z.infer<typeof Source>

/** The address of a web page. */
const httpUrl = (column: Column) =>
  text(column).refine((s) => URL.canParse(s) && /^https?:$/.test(new URL(s).protocol), {
    error: 'must be an address that begins with http:// or https://',
  })

const fields = {
  name: filledText(sources.name),
  feed_url: httpUrl(sources.feed_url),
  url: httpUrl(sources.url),
  credibility_score: z.number({ error: 'must be a number from 0 to 1' }).min(0).max(1),
  tags: z.array(filledText(MAX_TAG), { error: 'must be a list of texts' }).max(MAX_TAGS),
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
    examples: [{ name: 'The Harbour Gazette', feed_url: 'https://harbour-gazette.example/feed.xml' }],
  })
export type NewSource = z.infer<typeof NewSource>

export const SourceChange = z
  .object(fields)
  .partial()
  .meta({ id: 'SourceChange', examples: [{ tags: ['sea'], is_active: false }] })
export type SourceChange = z.infer<typeof SourceChange>

export const SourceParams = z.object({ id: id() })

export const SourceQuery = z.object({
  limit: pageLimit(1000, 100),
  cursor: cursorOf('number').optional(),
  is_active: flag().optional(),
  failing: flag().optional().meta({ description: 'Whether the last fetch failed' }),
  tag: text(64).optional(),
  q: text(255).optional().meta({ description: 'Part of the name or of an address' }),
})

export const Lease = z.object({ source_id: z.int(), leased_until: moment() }).meta({
  id: 'Lease',
  description: 'A queued fetch, and when it counts as lost',
  examples: [{ source_id: 3, leased_until: EXAMPLE_MOMENT }],
})

export const FetchQuery = z.object({
  limit: pageLimit(1000, 50),
  cursor: cursorOf('moment', 'number').optional(),
})

const fetchFields = rowFields(fetches, [
  'id',
  'source_id',
  'started_at',
  'duration_ms',
  'outcome',
  'http_status',
  'new_articles',
  'updated_articles',
  'skipped_entries',
  'error',
  'created_at',
  'updated_at',
])

export const Fetch = z
  .object({
    ...fetchFields,
    outcome: fetchFields.outcome.meta({ examples: ['ok', 'cut', 'not_modified', 'timeout', 'not_a_feed'] }),
  })
  .meta({
    id: 'Fetch',
    description: 'One fetch of a source',
    examples: [
      {
        id: 901,
        source_id: 3,
        started_at: EXAMPLE_MOMENT,
        duration_ms: 184,
        outcome: 'ok',
        http_status: 200,
        new_articles: 4,
        updated_articles: 1,
        skipped_entries: 0,
        error: null,
        ...exampleTimes,
      },
    ],
  })
export type Fetch = z.infer<typeof Fetch>

export const Site = z
  .object({ url: filledText(2048) })
  .meta({ id: 'Site', examples: [{ url: 'harbour-gazette.example' }] })

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
  .meta({
    id: 'Discovery',
    description: 'The feeds of a site, the best first; each was fetched and read',
    examples: [
      {
        candidates: [
          {
            feed_url: 'https://harbour-gazette.example/feed.xml',
            title: 'The Harbour Gazette',
            format: 'rss',
          },
        ],
      },
    ],
  })
