import * as z from 'zod'
import { filledText, id, moment, text, timestamps, wholeNumber } from '../../http/fields.ts'

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
    last_error: z.string().nullable(),
    error_count: z.int(),
    etag: z.string().nullable(),
    last_modified: z.string().nullable(),
    redirect_url: z.string().nullable(),
    redirect_count: z.int(),
    next_fetch_at: moment(),
    leased_until: moment().nullable(),
    ...timestamps,
  })
  .meta({ id: 'Source', description: 'A feed, and how its ingest stands' })
export type Source = z.infer<typeof Source>

const httpUrl = () =>
  text(512).refine((s) => URL.canParse(s) && /^https?:$/.test(new URL(s).protocol), {
    error: 'must be an address that begins with http:// or https://',
  })

export const NewSource = z
  .object({
    name: filledText(255),
    feed_url: httpUrl(),
    url: httpUrl().optional().meta({ description: 'The site; without it the origin of the feed' }),
    credibility_score: z.number().min(0).max(1).optional(),
    tags: z.array(filledText(64)).max(32).optional(),
  })
  .meta({
    id: 'NewSource',
    example: { name: 'The Harbour Gazette', feed_url: 'https://harbour-gazette.example/feed.xml' },
  })

export const SourceParams = z.object({ id: id() })

export const SourceQuery = z.object({
  limit: wholeNumber(1, 1000).optional(),
  cursor: z.string().max(255).optional(),
})
