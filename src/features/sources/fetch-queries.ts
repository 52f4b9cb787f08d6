import { sql } from 'drizzle-orm'
import { fetches, sources } from '../../db/schema/index.ts'
import { value } from '../../db/statement.ts'
import { isFree, takeLease } from '../../ingest/schedule/leases.ts'
import type { Fetch } from './schemas.ts'

const p = sql.placeholder

/** Leases a source, due or not; `leased_until` is null when a fetch is queued or under way already. */
export const leaseSource = value<{ id: number }, { source_id: number; leased_until: string | null }>(
  'sources.lease',
  {
    access: 'admin',
    noun: 'source',
    with: sql`
    target as (select ${sources.id} from ${sources}, caller where ${sources.id} = ${p('id')}::int),
    leased as (
      update ${sources} set ${takeLease} from target where ${sources.id} = target.id and ${isFree}
      returning ${sources.leased_until}
    )`,
    work: sql`
    select json_build_object('source_id', id, 'leased_until', (select leased_until from leased)) as value
    from target`,
  },
)

/** The history of a source, newest first. */
export const listFetches = value<
  { id: number; limit: number; after_started_at: string | null; after_id: number | null },
  Fetch[]
>('sources.fetches', {
  noun: 'source',
  shared: true,
  work: sql`
    select (
      select coalesce(json_agg(page), '[]') from (
        select ${fetches}.* from ${fetches}
        where ${fetches.source_id} = ${sources.id} and (${p('after_started_at')}::timestamptz is null
          or (${fetches.started_at}, ${fetches.id}) < (${p('after_started_at')}::timestamptz, ${p('after_id')}::bigint))
        order by ${fetches.started_at} desc nulls last, ${fetches.id} desc nulls last
        limit ${p('limit')}::int
      ) page
    ) as value
    from ${sources}, caller where ${sources.id} = ${p('id')}::int`,
})
