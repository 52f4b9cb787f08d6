import { sql } from 'drizzle-orm'
import * as z from 'zod'
import { db } from '../../db/builder.ts'
import { listing } from '../../db/listing.ts'
import { sources } from '../../db/schema/index.ts'
import { command } from '../../db/statement.ts'
import { rowFields } from '../../http/table-fields.ts'
import { ImportedFeed } from './opml-schemas.ts'

const listed = rowFields(sources, ['name', 'url', 'feed_url'])

/** All sources for the subscription list, grouped by folder. */
export const exportedSources = listing(
  'sources.export',
  { returns: z.object({ ...listed, tags: z.array(z.string()) }), rowsAtOnce: 500 },
  () => {
    const { name, url, feed_url, tags } = sources
    return db
      .select({ name, url, feed_url, tags })
      .from(sources)
      .orderBy(sql`array(select jsonb_array_elements_text(${tags}))`, sources.id)
  },
)

/** The feeds of a CTE with id, name and feed_url, as a JSON array. */
const asJson = (cte: 'known' | 'added', order: 'id' | 'place') => sql`(
  select coalesce(json_agg(
    json_build_object('id', id, 'title', name, 'feed_url', feed_url) order by ${sql.raw(order)}
  ), '[]')
  from ${sql.raw(cte)}
)`

/**
 * Adds the feeds that are not known yet, all in one statement. Their first fetch is left to the next tick, which
 * is polite to hosts with many feeds. A site that is taken, by a source or by an earlier feed of the list, is
 * replaced by the feed's own address. Feeds that are neither added nor known lost a race for an address.
 *
 * `feeds`: JSON array of {name, url, feed_url, tags}, each `feed_url` once.
 */
export const importSources = command.one(
  'sources.import',
  { returns: z.object({ added: z.array(ImportedFeed), known: z.array(ImportedFeed) }), access: 'admin' },
  ({ feeds }: { feeds: string }) => ({
    with: sql`
      feed as (
        select given.*, row_number() over (partition by url order by place) = 1
          and not exists (select from ${sources} where ${sources.url} = given.url) as has_own_site
        from rows from (jsonb_to_recordset(${feeds}::jsonb) as (name text, url text, feed_url text, tags jsonb))
          with ordinality as given (name, url, feed_url, tags, place)
      ),
      known as (
        select ${sources.id}, feed.name, ${sources.feed_url}, feed.place
        from feed join ${sources} on ${sources.feed_url} = feed.feed_url
      ),
      added as (
        insert into ${sources} (name, url, feed_url, tags)
        select name, case when has_own_site then url else feed_url end, feed_url, tags from feed
        where feed.feed_url not in (select feed_url from known)
        order by place
        on conflict do nothing
        returning id, name, feed_url
      )`,
    rows: sql`select ${asJson('added', 'id')} as added, ${asJson('known', 'place')} as known`,
  }),
)
