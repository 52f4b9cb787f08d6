import pg from 'pg'
import type { FeedArticle } from '../../../src/ingest/read-feed.ts'
import { storeFetch } from '../../../src/ingest/store/store-fetch.ts'
import { fetchOf } from '../store/harness.ts'

/**
 * Stores fetches by the pipeline's own statement on a connection of its own, which plans it once: without the driver and
 * its protocol, which others prove, a hundred thousand histories take minutes instead of hours.
 */
export async function openPreparedStore(url: string) {
  const client = new pg.Client(url)
  await client.connect()
  await client.query('set plan_cache_mode = force_generic_plan')
  const run = async <Row extends pg.QueryResultRow>(name: string, text: string, values: unknown[]) =>
    (await client.query<Row>({ name, text, values })).rows
  return {
    addSource: async (name: string): Promise<number> => {
      const [row] = await run<{ id: number }>(
        'add',
        `insert into sources (name, url, feed_url) values ($1::text, 'https://' || $1::text || '.example/', 'https://' || $1::text || '.example/feed') returning id`,
        [name],
      )
      return row!.id
    },
    store: async (source_id: number, articles: FeedArticle[]): Promise<void> => {
      const [row] = await run<{ claimed_until: string }>(
        'claim',
        `update sources set claimed_until = clock_timestamp() + interval '9 minutes' where id = $1
         returning to_json(claimed_until) #>> '{}' as claimed_until`,
        [source_id],
      )
      const given = fetchOf(source_id, row!.claimed_until, articles)
      const { work } = storeFetch.compile(given, { keyed: false, versioned: false })
      await run('store', work.text, work.params)
    },
    titles: async (source_id: number): Promise<string[]> => {
      const text = 'select title from articles where source_id = $1'
      return (await run<{ title: string }>('titles', text, [source_id])).map(({ title }) => title)
    },
    remove: (source_id: number) => run('remove', 'delete from sources where id = $1', [source_id]),
    vacuum: () => client.query('vacuum analyze articles, article_keys, sources, fetches'),
    close: () => client.end(),
  }
}
