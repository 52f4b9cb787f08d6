import { describe, expect, it } from 'vitest'
import { isStorable } from '../../../src/ingest/store/storable.ts'
import { HISTORY, storeFetch } from '../../../src/ingest/store/store-fetch.ts'
import { useTestDatabase } from '../../harness/test-database.ts'
import { article, fetchOf, ingestOn } from './harness.ts'

const database = useTestDatabase()
const { addSource, claim, open, store } = ingestOn(database)
const sourceRow = async (id: number) =>
  (await database.query('select * from sources where id = $1', [id]))[0]!
const count = async (source: number, table: 'articles' | 'fetches') =>
  (await database.query(`select count(*)::int as n from ${table} where source_id = $1`, [source]))[0]!.n

describe('storing a fetch', () => {
  it('takes ten thousand articles in one round trip', async () => {
    const source = await addSource('large')
    const { claimed_until } = await claim(source)
    const entries = Array.from({ length: 10_000 }, (_, n) => article(`large-${n}`))
    const db = open()
    const report = await db.run(storeFetch, fetchOf(source, claimed_until, entries))
    expect(report).toMatchObject({ new_articles: 10_000, updated_articles: 0 })
    expect(db.stats.round_trips).toBe(1)
    expect(await count(source, 'articles')).toBe(10_000)
  })

  it('writes the state of the source and a line of history', async () => {
    const source = await addSource('state', { error_count: 4 })
    await store(source, [article('state')], {
      etag: 'W/"1"',
      last_modified: 'then',
      ttl_minutes: 90,
      skipped_entries: 2,
    })
    const row = await sourceRow(source)
    expect(row).toMatchObject({
      error_count: 0,
      last_error: null,
      etag: 'W/"1"',
      last_modified: 'then',
      ttl_minutes: 90,
      leased_until: null,
      claimed_until: null,
    })
    expect(row.next_fetch_at.getTime()).toBeGreaterThan(Date.now() + 3_500_000)
    const [line] = await database.query('select * from fetches where source_id = $1', [source])
    expect(line).toMatchObject({ outcome: 'ok', http_status: 200, new_articles: 1, skipped_entries: 2 })
  })

  it('changes nothing when the message comes again', async () => {
    const source = await addSource('twice')
    const { claimed_until } = await claim(source)
    const fetch = fetchOf(source, claimed_until, [article('twice')])
    expect(await open().run(storeFetch, fetch)).not.toBeNull()
    const before = await sourceRow(source)
    expect(await open().run(storeFetch, { ...fetch, etag: '"other"' })).toBeNull()
    expect(await sourceRow(source)).toEqual(before)
    expect(await count(source, 'fetches')).toBe(1)
  })

  it('changes nothing when the source was deleted, or claimed by another, meanwhile', async () => {
    const [deleted, claimed] = [await addSource('deleted'), await addSource('claimed')]
    const ends = (await claim(deleted)).claimed_until
    await database.query('delete from sources where id = $1', [deleted])
    expect(await open().run(storeFetch, fetchOf(deleted, ends, [article('d')]))).toBeNull()
    const first = await claim(claimed)
    await claim(claimed)
    expect(await open().run(storeFetch, fetchOf(claimed, first.claimed_until, [article('c')]))).toBeNull()
    expect(await count(claimed, 'articles')).toBe(0)
  })

  it('finishes what was under way when the source is switched off, and does not start again', async () => {
    const source = await addSource('off')
    const { claimed_until } = await claim(source)
    await database.query('update sources set is_active = false where id = $1', [source])
    expect(await open().run(storeFetch, fetchOf(source, claimed_until, [article('off')]))).not.toBeNull()
    expect(await sourceRow(source)).toMatchObject({ is_active: false, leased_until: null })
  })

  it('keeps the newest of the history', async () => {
    const source = await addSource('old')
    await database.query(
      `insert into fetches (source_id, started_at, duration_ms, outcome)
       select $1, now() - make_interval(mins => n), n, 'ok' from generate_series(1, 300) n`,
      [source],
    )
    await store(source, [])
    const rows = await database.query<{ duration_ms: number }>(
      'select duration_ms from fetches where source_id = $1 order by started_at desc',
      [source],
    )
    expect(rows).toHaveLength(HISTORY)
    expect([rows[0]?.duration_ms, rows.at(-1)?.duration_ms]).toEqual([12, HISTORY - 1])
  })

  it('moves a source to its new address, but not onto another source', async () => {
    const source = await addSource('moving')
    await store(source, [], { moved_to: 'https://new.example/feed' })
    expect(await sourceRow(source)).toMatchObject({ feed_url: 'https://new.example/feed', last_error: null })
    const twin = await addSource('twin')
    expect(await store(twin, [article('twin')], { moved_to: 'https://new.example/feed' })).toMatchObject({
      new_articles: 1,
    })
    const row = await sourceRow(twin)
    expect(row.feed_url).toBe('https://twin.example/feed')
    expect(row.last_error).toMatch(
      new RegExp(`moved to https://new.example/feed, which is source ${source} `),
    )
  })

  it('lets feeds with common articles store at once, again and again, without a deadlock', async () => {
    const sources = await Promise.all(Array.from({ length: 8 }, (_, n) => addSource(`parallel${n}`)))
    const slugs = Array.from({ length: 120 }, (_, n) => `parallel-${n}`)
    for (let round = 0; round < (process.env.LONG ? 20 : 3); round++) {
      const reports = await Promise.all(
        sources.map((source, n) => {
          // Each feed lists the stories in another order, and words them anew in each round.
          const order = [...slugs.slice(n * 15), ...slugs.slice(0, n * 15)]
          if (n % 2 === 1) order.reverse()
          return store(
            source,
            order.map((slug) => article(slug, { title: `${slug}, round ${round}` })),
          )
        }),
      )
      const added = reports.reduce((sum, report) => sum + report!.new_articles, 0)
      expect(added).toBe(round === 0 ? slugs.length : 0)
    }
    const rows = await database.query("select count(*)::int as n from articles where title like 'parallel-%'")
    expect(rows).toEqual([{ n: slugs.length }])
  })
})

describe('what can be stored', () => {
  const bad: [string, Parameters<typeof article>[1]][] = [
    ['a title that shows nothing', { title: '\u200b\u00a0\u2060' }],
    ['a title that is too long', { title: '🥖'.repeat(513) }],
    ['a NUL', { summary_raw: 'a\u0000' }],
    ['half a surrogate pair', { title: 'a\ud800' }],
    ['a hash that is none', { content_hash: 'x' }],
    ['a language that Postgres lacks', { language: 'klingon' }],
    ['a date beyond four digits', { published_at: '+020000-01-01T00:00:00.000Z' }],
    ['no link', { link: '' }],
  ]
  it.each(bad)('is not %s', (_, more) => expect(isStorable(article('x', more))).toBe(false))

  it('is what the database takes at its limits', async () => {
    const edge = article('edge', {
      title: '🥖'.repeat(512),
      author: 'é'.repeat(255),
      published_at: '0001-01-01T00:00:00.000Z',
    })
    expect(isStorable(edge)).toBe(true)
    expect(await store(await addSource('edge'), [edge])).toMatchObject({ new_articles: 1 })
  })
})
