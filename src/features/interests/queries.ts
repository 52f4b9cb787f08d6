import { sql } from 'drizzle-orm'
import * as z from 'zod'
import { me } from '../../db/builder.ts'
import { sourceChoices, sources, topics, users } from '../../db/schema/index.ts'
import { command } from '../../db/statement.ts'
import { leaseEnd } from '../../ingest/schedule/leases.ts'

interface Start {
  /** JSON array of {name, keywords, language}. */
  topics: string
  /** JSON array of {name, url, feed_url, credibility_score}, each `feed_url` once. */
  feeds: string
  time_zone: string | null
  max_topics: number
}

/**
 * Gives the caller topics, and sources that serve them, in one statement. A topic of a name that the caller has stays as
 * it is. A source that is known is followed; one that is new is added in the caller's name and leased, so that the request
 * can queue its first fetch: those are the rows. The time zone is set where the caller still has the one that everybody
 * begins with.
 */
export const startInterests = command.many(
  'interests.start',
  {
    returns: z.object({ source_id: z.int(), leased_until: z.iso.datetime({ offset: true }) }),
    requires: ({ topics: chosen, max_topics }: Start) => [
      {
        holds: sql`count_topics(${me}) + jsonb_array_length(${chosen}::jsonb) <= ${max_topics}::int`,
        otherwise: { code: 'limit_reached', detail: 'So many topics would be more than one may have.' },
      },
    ],
  },
  ({ topics: chosen, feeds, time_zone }: Start) => ({
    with: sql`
      made as (
        insert into ${topics} (user_id, name, keywords, language)
        select ${me}, name, keywords, language
        from jsonb_to_recordset(${chosen}::jsonb) as given (name text, keywords jsonb, language text)
        on conflict (user_id, name) do nothing
      ),
      wanted as materialized (
        select * from jsonb_to_recordset(${feeds}::jsonb)
          as given (name text, url text, feed_url text, credibility_score float8)
      ),
      known as materialized (
        select ${sources.id}, ${sources.feed_url} from ${sources}
        where ${sources.feed_url} in (select feed_url from wanted)
      ),
      added as (
        insert into ${sources} (name, url, feed_url, credibility_score, added_by, leased_until)
        select name, url, feed_url, credibility_score, ${me}, ${leaseEnd} from wanted
        where feed_url not in (select feed_url from known)
        on conflict do nothing
        returning id, leased_until
      ),
      followed as (
        insert into ${sourceChoices} (user_id, source_id, choice)
        select ${me}, id, 'followed' from (select id from known union select id from added) given
        on conflict (user_id, source_id) do nothing
      ),
      zoned as (
        update ${users} set time_zone = zone.name from (select ${time_zone}::text as name) zone
        where ${users.id} = ${me} and ${users.time_zone} = 'UTC'
          and zone.name in (select name from pg_timezone_names)
      )`,
    rows: sql`select id as source_id, leased_until from added order by id`,
  }),
)
