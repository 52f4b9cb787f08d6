import { sql } from 'drizzle-orm'
import { sources } from '../../db/schema/index.ts'
import { many, one } from '../../db/statement.ts'
import type { Source } from './schemas.ts'

const p = sql.placeholder

/** All sources by id; every signed-in user may read them. */
export const listSources = many<{ limit: number; after_id: number | null }, Source>('sources.list', {
  work: sql`
    select ${sources}.* from ${sources}, caller
    where ${p('after_id')}::int is null or ${sources.id} > ${p('after_id')}::int
    order by ${sources.id}
    limit ${p('limit')}::int`,
})

/** A new source is leased at once, so that the request can queue its first fetch. */
export const createSource = one<
  { name: string; url: string; feed_url: string; credibility_score: number; tags: string; lease_s: number },
  Source
>('sources.create', {
  access: 'admin',
  work: sql`
    insert into ${sources} (name, url, feed_url, credibility_score, tags, leased_until)
    select ${p('name')}, ${p('url')}, ${p('feed_url')}, ${p('credibility_score')}::float8, ${p('tags')}::jsonb,
      clock_timestamp() + make_interval(secs => ${p('lease_s')}::int)
    from caller
    returning ${sources}.*`,
})
