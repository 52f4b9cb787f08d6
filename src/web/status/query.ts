import { sql } from 'drizzle-orm'
import { articles, deadLetters, fetches, sources, users } from '../../db/schema/index.ts'
import { value } from '../../db/statement.ts'
import { type Reader, readerJson } from '../reader.ts'

export interface StatusData {
  reader: Reader
  sources: { active: number; failing: number; due: number; queued: number; fetching: number; paused: number }
  failing: { id: number; name: string; error_count: number; last_error: string; next_fetch_at: string }[]
  dead_letters: { waiting: number; newest: { error: string; created_at: string } | null }
  /** The last 24 hours, the present one last. */
  hours: { hour: string; fetches: number; failures: number; new_articles: number }[]
  totals: { articles: number; readers: number }
  database: { name: string; version: string; bytes: number }
}

const hours = sql`(
  select json_agg(json_build_object('hour', hour, 'fetches', coalesce(fetches, 0),
    'failures', coalesce(failures, 0), 'new_articles', coalesce(new_articles, 0)) order by hour)
  from generate_series(date_trunc('hour', now()) - interval '23 hours', date_trunc('hour', now()), '1 hour') hour
  left join (
    select date_trunc('hour', ${fetches.started_at}) as hour, count(*) as fetches,
      count(*) filter (where ${fetches.error} is not null) as failures, sum(${fetches.new_articles}) as new_articles
    from ${fetches} where ${fetches.started_at} > now() - interval '24 hours' group by 1
  ) counted using (hour)
)`

/** All that an operator looks at first, in one round trip. */
export const readStatus = value<Record<never, never>, StatusData>('web.status', {
  access: 'admin',
  work: sql`
    select json_build_object(
      'reader', ${readerJson},
      'sources', (
        select json_build_object(
          'active', count(*) filter (where ${sources.is_active}),
          'paused', count(*) filter (where not ${sources.is_active}),
          'failing', count(*) filter (where ${sources.is_active} and ${sources.error_count} > 0),
          'due', count(*) filter (where ${sources.is_active} and ${sources.next_fetch_at} <= now()),
          'queued', count(*) filter (where ${sources.leased_until} > now()),
          'fetching', count(*) filter (where ${sources.claimed_until} > now())
        ) from ${sources}
      ),
      'failing', (
        select coalesce(json_agg(source), '[]') from (
          select ${sources.id}, ${sources.name}, ${sources.error_count}, ${sources.last_error}, ${sources.next_fetch_at}
          from ${sources} where ${sources.is_active} and ${sources.error_count} > 0
          order by ${sources.error_count} desc, ${sources.id} limit 20
        ) source
      ),
      'dead_letters', (
        select json_build_object('waiting', count(*), 'newest', (
          select json_build_object('error', letter.error, 'created_at', letter.created_at)
          from ${deadLetters} letter where letter.replayed_at is null order by letter.id desc limit 1
        )) from ${deadLetters} where ${deadLetters.replayed_at} is null
      ),
      'hours', ${hours},
      'totals', json_build_object('articles', (select count(*) from ${articles}),
        'readers', (select count(*) from ${users} where ${users.is_active})),
      'database', json_build_object('name', current_database(), 'version', current_setting('server_version'),
        'bytes', pg_database_size(current_database()))
    ) as value
    from caller`,
})
