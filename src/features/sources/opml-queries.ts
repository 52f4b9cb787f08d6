import { sql } from 'drizzle-orm'
import { sources } from '../../db/schema/index.ts'
import { many, value } from '../../db/statement.ts'
import type { OpmlFeed } from '../../ingest/opml/write-opml.ts'
import type { ImportedFeed } from './opml-schemas.ts'

const p = sql.placeholder

/** Every source as a subscription list names it. */
export const exportSources = many<Record<never, never>, OpmlFeed>('sources.export', {
  shared: true,
  work: sql`
    select ${sources.name}, ${sources.url}, ${sources.feed_url}, ${sources.tags} from ${sources}, caller
    order by ${sources.id}`,
})

/**
 * Adds the feeds that are not known yet, all in one statement. Their first fetch is left to the next tick, which
 * is polite to hosts with many feeds. A site that is taken, by a source or by an earlier feed of the list, is
 * replaced by the feed's own address. Feeds that are neither added nor known lost a race for an address.
 *
 * `feeds`: JSON array of {name, url, feed_url, tags}, each `feed_url` once.
 */
export const importSources = value<{ feeds: string }, { added: ImportedFeed[]; known: ImportedFeed[] }>(
  'sources.import',
  {
    access: 'admin',
    with: sql`
    feed as (
      select given.*, row_number() over (partition by url order by place) = 1
        and not exists (select from ${sources} where ${sources.url} = given.url) as has_own_site
      from rows from (jsonb_to_recordset(${p('feeds')}::jsonb) as (name text, url text, feed_url text, tags jsonb))
        with ordinality as given (name, url, feed_url, tags, place), caller
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
    work: sql`
    select json_build_object(
      'added', (
        select coalesce(json_agg(json_build_object('id', id, 'title', name, 'feed_url', feed_url) order by id), '[]')
        from added
      ),
      'known', (
        select coalesce(json_agg(json_build_object('id', id, 'title', name, 'feed_url', feed_url) order by place), '[]')
        from known
      )
    ) as value
    from caller`,
  },
)
