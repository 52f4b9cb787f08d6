import { sql } from 'drizzle-orm'
import { sources } from '../../db/schema/index.ts'
import { many, one, value } from '../../db/statement.ts'
import { leaseEnd } from '../../ingest/schedule/leases.ts'
import type { Source } from './schemas.ts'

const p = sql.placeholder

const guards = { table: sources, where: sql`${sources.id} = ${p('id')}::int` }

export type SourceFilter = {
  limit: number
  after_id: number | null
  is_active: boolean | null
  failing: boolean | null
  /** JSON array of the one tag that is asked for. */
  tag: string | null
  q: string | null
}

/** Sources by id; every signed-in user may read them. */
export const listSources = many<SourceFilter, Source>('sources.list', {
  shared: true,
  work: sql`
    select ${sources}.* from ${sources}, caller
    where (${p('after_id')}::int is null or ${sources.id} > ${p('after_id')}::int)
      and (${p('is_active')}::boolean is null or ${sources.is_active} = ${p('is_active')}::boolean)
      and (${p('failing')}::boolean is null or (${sources.error_count} > 0) = ${p('failing')}::boolean)
      and (${p('tag')}::jsonb is null or ${sources.tags} @> ${p('tag')}::jsonb)
      and (${p('q')}::text is null or strpos(
        lower(concat_ws(' ', ${sources.name}, ${sources.url}, ${sources.feed_url})), lower(${p('q')}::text)
      ) > 0)
    order by ${sources.id}
    limit ${p('limit')}::int`,
})

export const getSource = one<{ id: number }, Source>('sources.get', {
  shared: true,
  noun: 'source',
  work: sql`select ${sources}.* from ${sources}, caller where ${sources.id} = ${p('id')}::int`,
})

/** Whether the caller may add sources: asked before the service goes out into the network for them. */
export const mayAddSources = value<Record<never, never>, true>('sources.may_add', {
  access: 'admin',
  work: sql`select true as value from caller`,
})

/**
 * A new source is leased at once, so that the request can queue its first fetch. Without a `url` its site is the
 * feed's origin, or the feed itself where another feed of that site came first.
 */
export const createSource = one<
  {
    name: string
    url: string | null
    origin: string
    feed_url: string
    credibility_score: number
    tags: string
    is_active: boolean
  },
  Source
>('sources.create', {
  access: 'admin',
  work: sql`
    insert into ${sources} (name, url, feed_url, credibility_score, tags, is_active, leased_until)
    select ${p('name')}, coalesce(${p('url')}, case
        when exists (select from ${sources} where ${sources.url} = ${p('origin')}) then ${p('feed_url')}
        else ${p('origin')}
      end), ${p('feed_url')}, ${p('credibility_score')}::float8, ${p('tags')}::jsonb, ${p('is_active')}::boolean,
      case when ${p('is_active')}::boolean then ${leaseEnd} end
    from caller
    returning ${sources}.*`,
})

/** Changes the fields that are not null. A feed at a new address is due at once and keeps nothing of the old one. */
export const updateSource = one<
  {
    id: number
    name: string | null
    url: string | null
    feed_url: string | null
    credibility_score: number | null
    tags: string | null
    is_active: boolean | null
  },
  Source
>('sources.update', {
  access: 'admin',
  noun: 'source',
  guards,
  with: sql`
    target as (
      select ${sources.id}, coalesce(${sources.feed_url} <> ${p('feed_url')}::text, false) as moves
      from ${sources}, caller where ${sources.id} = ${p('id')}::int
      for update of ${sources}
    )`,
  work: sql`
    update ${sources} set
      name = coalesce(${p('name')}, name),
      url = coalesce(${p('url')}, url),
      feed_url = coalesce(${p('feed_url')}, feed_url),
      credibility_score = coalesce(${p('credibility_score')}::float8, credibility_score),
      tags = coalesce(${p('tags')}::jsonb, tags),
      is_active = coalesce(${p('is_active')}::boolean, is_active),
      etag = case when not moves then etag end,
      last_modified = case when not moves then last_modified end,
      ttl_minutes = case when not moves then ttl_minutes end,
      redirect_url = case when not moves then redirect_url end,
      redirect_count = case when moves then 0 else redirect_count end,
      last_error = case when not moves then last_error end,
      error_count = case when moves then 0 else error_count end,
      leased_until = case when not moves then leased_until end,
      claimed_until = case when not moves then claimed_until end,
      next_fetch_at = case when moves then now() else next_fetch_at end
    from target where ${sources.id} = target.id
    returning ${sources}.*`,
})

/** Its articles and history go with it. */
export const deleteSource = one<{ id: number }, { id: number }>('sources.delete', {
  access: 'admin',
  noun: 'source',
  guards,
  work: sql`delete from ${sources} using caller where ${sources.id} = ${p('id')}::int returning ${sources.id}`,
})
