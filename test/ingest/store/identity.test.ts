import { describe, expect, it } from 'vitest'
import { useTestDatabase } from '../../harness/test-database.ts'
import { article, ingestOn } from './harness.ts'

const database = useTestDatabase()
const { addSource, store } = ingestOn(database)

const read = async (slug: string) =>
  (await database.query('select * from articles where content_hash = $1', [article(slug).content_hash]))[0]!
const changes = ({ new_articles, updated_articles }: { new_articles: number; updated_articles: number }) => [
  new_articles,
  updated_articles,
]

describe('the identity of an article', () => {
  it('stores a feed and, fetched again unchanged, leaves every row as it was', async () => {
    const source = await addSource('calm')
    const entries = [article('calm-1'), article('calm-2')]
    expect(changes((await store(source, entries))!)).toEqual([2, 0])
    const before = await database.query('select ctid::text, * from articles order by id')
    expect(changes((await store(source, entries))!)).toEqual([0, 0])
    expect(await database.query('select ctid::text, * from articles order by id')).toEqual(before)
  })

  it('updates a retitled article and keeps its row, date and source', async () => {
    const source = await addSource('retitled')
    await store(source, [article('r')])
    const before = await read('r')
    const later = article('r', {
      title: 'A better headline',
      summary_raw: null,
      published_at: '2026-11-20T09:00:00.000Z',
    })
    expect(changes((await store(source, [later]))!)).toEqual([0, 1])
    const after = await read('r')
    expect(after).toMatchObject({ id: before.id, title: 'A better headline', summary_raw: null })
    expect(after.published_at).toEqual(before.published_at)
    expect(after.updated_at.getTime()).toBeGreaterThan(before.updated_at.getTime())
  })

  it('finds a retitled article by its new words', async () => {
    const source = await addSource('searched')
    await store(source, [article('s', { title: 'Herring' })])
    await store(source, [article('s', { title: 'Mackerel' })])
    const found = (word: string) =>
      database.query("select id from articles where search @@ to_tsquery('english', $1)", [word])
    expect(await found('mackerel')).toHaveLength(1)
    expect(await found('herring')).toHaveLength(0)
  })

  it('makes one row of a story that two feeds carry, without failing the second', async () => {
    const [first, second] = [await addSource('first'), await addSource('second')]
    await store(first, [article('shared')])
    expect(changes((await store(second, [article('shared'), article('own')]))!)).toEqual([1, 0])
    expect(await read('shared')).toMatchObject({ source_id: first })
  })

  it('takes the later text of another feed, but what that feed leaves out stays', async () => {
    const [first, second] = [await addSource('early'), await addSource('late')]
    await store(first, [article('x', { author: 'Ada' })])
    const later = article('x', {
      title: 'The whole story',
      summary_raw: null,
      published_at: '2026-11-20T08:00:00Z',
    })
    expect(changes((await store(second, [later]))!)).toEqual([0, 1])
    expect(await read('x')).toMatchObject({
      title: 'The whole story',
      summary_raw: '<p>x</p>',
      author: 'Ada',
      source_id: first,
      published_at: new Date('2026-11-20T06:00:00Z'),
    })
  })

  it('does not let two feeds that word a story differently change it for ever', async () => {
    const [first, second] = [await addSource('one'), await addSource('two')]
    const ours = article('pingpong')
    const theirs = article('pingpong', { title: 'Their words', published_at: '2026-11-20T08:00:00Z' })
    await store(first, [ours])
    await store(second, [theirs])
    const settled = await read('pingpong')
    for (let round = 0; round < 3; round++) {
      expect(changes((await store(first, [ours]))!)).toEqual([0, 0])
      expect(changes((await store(second, [theirs]))!)).toEqual([0, 0])
    }
    expect(await read('pingpong')).toEqual(settled)
    expect(changes((await store(first, [article('pingpong', { title: 'New' })]))!)).toEqual([0, 1])
    expect((await read('pingpong')).title).toBe('New')
  })

  it('leaves the text alone when a second feed brings an older one', async () => {
    const [first, second] = [await addSource('fresh'), await addSource('stale')]
    await store(first, [article('old')])
    const before = await read('old')
    await store(second, [article('old', { title: 'Older words', published_at: '2026-11-19T06:00:00Z' })])
    const { seen_in, ...after } = await read('old')
    expect(after).toEqual({ ...before, seen_in: undefined })
    expect(Object.keys(seen_in)).toEqual([String(first), String(second)])
  })

  it('does not bring back what an admin removed', async () => {
    const source = await addSource('removed')
    await database.query('insert into removed_articles (content_hash) values ($1)', [
      article('gone').content_hash,
    ])
    expect(changes((await store(source, [article('gone'), article('stays')]))!)).toEqual([1, 0])
    expect(await read('gone')).toBeUndefined()
  })
})
