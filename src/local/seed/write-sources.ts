import type pg from 'pg'
import { SAMPLE_FEEDS } from '../samples/index.ts'
import { PUBLIC_FEEDS } from './public-feeds.ts'

/** The number of sources that a seed has added, and of those whose address or errors it has reset. */
export interface SourcesReport {
  added: number
  changed: number
}

const columns = 'name, url, feed_url, tags, credibility_score'
const rows = `rows from (
  jsonb_to_recordset($1) as (name text, url text, feed_url text, tags jsonb, credibility_score float8)
) with ordinality as given (${columns}, nth)`

/**
 * Adds the sample feeds as sources. An existing source keeps the changes of its owner. If the sample server has moved to
 * another port or the last fetch failed, the source is due now and its errors are reset.
 * @param origin of the sample server, such as http://127.0.0.1:8790
 */
export async function writeSampleSources(client: pg.Client, origin: string): Promise<SourcesReport> {
  const feeds = SAMPLE_FEEDS.map(({ path, ...feed }) => ({ ...feed, feed_url: new URL(path, origin).href }))
  const written = await client.query<{ is_new: boolean }>(
    `insert into sources as known (${columns})
     select ${columns} from ${rows}
     where not exists (select from sources other where other.feed_url = given.feed_url and other.url <> given.url)
     order by nth
     on conflict (url) do update set feed_url = excluded.feed_url, etag = null, last_modified = null,
       last_error = null, error_count = 0, redirect_url = null, redirect_count = 0,
       next_fetch_at = now(), leased_until = null
     where known.feed_url <> excluded.feed_url or known.error_count > 0
     returning xmax = 0 as is_new`,
    [JSON.stringify(feeds)],
  )
  const added = written.rows.filter(({ is_new }) => is_new).length
  return { added, changed: written.rows.length - added }
}

/** Pauses the sample feeds, so that invented articles do not come between those of real feeds. */
export async function pauseSampleSources(client: pg.Client): Promise<void> {
  await client.query('update sources set is_active = false where url = any($1)', [
    SAMPLE_FEEDS.map(({ url }) => url),
  ])
}

/** Adds the public feeds that are not sources yet. */
export async function writePublicSources(client: pg.Client): Promise<SourcesReport> {
  const { rowCount } = await client.query(
    `insert into sources (${columns}) select ${columns} from ${rows} order by nth on conflict do nothing`,
    [JSON.stringify(PUBLIC_FEEDS)],
  )
  return { added: rowCount ?? 0, changed: 0 }
}

/** The origin of the sample feeds in the database, or undefined if there are none. */
export async function readSampleOrigin(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ feed_url: string }>(
    'select feed_url from sources where url = any($1) order by id limit 1',
    [SAMPLE_FEEDS.map(({ url }) => url)],
  )
  return rows[0] && URL.parse(rows[0].feed_url)?.origin
}
