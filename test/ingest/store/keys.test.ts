import { describe, expect, it } from 'vitest'
import type { FeedArticle } from '../../../src/ingest/read-feed.ts'
import { useTestDatabase } from '../../harness/test-database.ts'
import { article, ingestOn } from './harness.ts'

const database = useTestDatabase()
const { addSource, store } = ingestOn(database)

const titlesOf = async (source: number) =>
  (
    await database.query<{ title: string }>('select title from articles where source_id = $1 order by id', [
      source,
    ])
  ).map(({ title }) => title)
const keysOf = (source: number) =>
  database.query('select key from article_keys where source_id = $1 order by key', [source])

/** An entry with an id of the feed. */
const entry = (guid: string | null, slug: string, more: Partial<FeedArticle> = {}) =>
  article(slug, { guid, ...more })
const hour = (n: number) => new Date(Date.UTC(2026, 10, 20, n, 30)).toISOString()

describe('what an article is known by', () => {
  it('keeps an article whose headline, link and date were all edited, by its id', async () => {
    const source = await addSource('edited')
    await store(source, [
      entry('tag:edited,2026:77', 'ferry-back', { title: 'Ferry back', published_at: hour(1) }),
    ])
    await store(source, [
      entry('tag:edited,2026:77', 'ferry-again', { title: 'Ferry again', published_at: hour(2) }),
    ])
    expect(await titlesOf(source)).toEqual(['Ferry again'])
  })

  it('does not take the place in a list for an id', async () => {
    const source = await addSource('places')
    const story = (n: number) => ({ title: `Story ${n}`, published_at: hour(n) })
    const list = (from: number) =>
      [0, 1, 2].map((n) => entry(String(n + 1), `place-${from - n}`, story(from - n)))
    await store(source, list(3))
    await store(source, list(4))
    await store(source, list(9))
    expect(new Set(await titlesOf(source))).toEqual(new Set([1, 2, 3, 4, 7, 8, 9].map((n) => `Story ${n}`)))
  })

  it('knows an article under the link it moved to, in another feed', async () => {
    const [first, second] = [await addSource('mover'), await addSource('follower')]
    await store(first, [entry('m-1', 'old-slug', { title: 'Moved' })])
    await store(first, [entry('m-1', 'new-slug', { title: 'Moved' })])
    await store(second, [entry('f-1', 'new-slug', { title: 'Moved' })])
    expect([await titlesOf(first), await titlesOf(second)]).toEqual([['Moved'], []])
  })

  it('makes no copies for a feed that writes new ids at each fetch, and keeps a few of them only', async () => {
    const source = await addSource('restless')
    for (let fetch = 0; fetch < 8; fetch++) {
      const entries = ['a', 'b', 'c'].map((slug, n) =>
        entry(`${fetch}-${slug}`, `restless-${slug}`, { published_at: hour(n) }),
      )
      await store(source, entries)
    }
    expect(await titlesOf(source)).toHaveLength(3)
    expect((await keysOf(source)).length).toBeLessThanOrEqual(3 * 3)
  })

  it('lets what was removed stay away under its id, whatever link it has', async () => {
    const source = await addSource('removing')
    await store(source, [entry('r-1', 'removing-1')])
    const { content_hash } = article('removing-1')
    await database.query('delete from articles where content_hash = $1', [content_hash])
    await database.query('insert into removed_articles (content_hash) values ($1)', [content_hash])
    await store(source, [entry('r-1', 'removing-elsewhere'), entry('r-2', 'removing-2')])
    expect(await titlesOf(source)).toEqual(['About removing-2'])
  })

  it('replaces a guessed date by the first that a feed states, and by no other', async () => {
    const source = await addSource('guessing')
    const read = async () =>
      (
        await database.query('select published_at, date_is_guess from articles where source_id = $1', [
          source,
        ])
      )[0]
    await store(source, [article('guess', { published_at: hour(9), date_is_guess: true })])
    await store(source, [article('guess', { published_at: hour(10), date_is_guess: true })])
    expect(await read()).toMatchObject({ published_at: new Date(hour(9)), date_is_guess: true })
    await store(source, [article('guess', { published_at: hour(3) })])
    await store(source, [article('guess', { published_at: hour(4) })])
    expect(await read()).toMatchObject({ published_at: new Date(hour(3)), date_is_guess: false })
  })

  it('carries over what was stored before ids were: one row stays, the others of its page join it', async () => {
    const source = await addSource('legacy')
    const shared = (n: number): FeedArticle => {
      const { entry_hash, ...own } = entry(`v${n}`, 'changes', {
        title: `Version ${n}`,
        published_at: hour(n),
      })
      return { ...own, entry_hash, content_hash: entry_hash }
    }
    const { content_hash, link, title, published_at } = {
      ...shared(3),
      content_hash: article('changes').content_hash,
    }
    await database.query(
      'insert into articles (source_id, title, link, content_hash, published_at) values ($1, $2, $3, $4, $5)',
      [source, title, link, content_hash, published_at],
    )
    for (let fetch = 0; fetch < 2; fetch++) await store(source, [5, 4, 3, 2].map(shared))
    expect(new Set(await titlesOf(source))).toEqual(new Set([2, 3, 4, 5].map((n) => `Version ${n}`)))
    expect(await titlesOf(source)).toHaveLength(4)
  })

  it('takes a feed of two thousand entries that all have new ids and links in time that grows with their number', async () => {
    const source = await addSource('vast')
    const list = (scheme: string) =>
      Array.from({ length: 2000 }, (_, n) => ({
        ...entry(`${scheme}-${n}`, `${scheme}-vast-${n}`),
        title: `Vast ${n}`,
        published_at: new Date(Date.UTC(2026, 8, 1, 0, n)).toISOString(),
        summary_raw: null,
      }))
    await store(source, list('one'))
    expect(await store(source, list('two'))).toMatchObject({ new_articles: 0, updated_articles: 2000 })
  })

  it('forgets the keys of a source that is deleted', async () => {
    const source = await addSource('leaving')
    await store(source, [entry('l-1', 'leaving')])
    expect(await keysOf(source)).toHaveLength(1)
    await database.query('delete from sources where id = $1', [source])
    expect(await keysOf(source)).toEqual([])
  })
})
