import { beforeAll, expect, it } from 'vitest'
import { listArticles } from '../../src/features/articles/queries.ts'
import { searchArticles } from '../../src/features/articles/search.ts'
import { appAsDemo } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
const ROWS = 20_000

beforeAll(async () => {
  await appAsDemo(database)
  await database.query(
    "insert into sources (name, url, feed_url) select 'n', 'u' || n, 'f' || n from generate_series(0, 49) n",
  )
  await database.query(
    `insert into articles (source_id, title, link, content_hash, published_at, language)
     select (select min(id) from sources) + n % 50, case when n % 1000 = 0 then 'Herring' else 'Story' end,
       'https://l.example/' || n, md5(n::text) || md5(n::text), now() - make_interval(mins => n), 'english'
     from generate_series(1, $1::int) n`,
    [ROWS],
  )
  await database.query('vacuum analyze articles')
})

const anything = {
  limit: 50,
  source_id: null,
  since: null,
  until: null,
  after_published_at: null,
  after_rank: null,
  after_id: null,
  topic_id: null,
  language: 'english',
}
const cursor = { after_published_at: '2020-01-01T00:00:00Z', after_id: 5 }
const herring = { ...anything, alternatives: '["herring"]' }
const variant = { credential: 'demo', keyed: false, guarded: false, tracked: false } as const

it.each([
  ['a page', listArticles, anything, 'articles_published_at_index'],
  ['a later page', listArticles, { ...anything, ...cursor }, 'articles_published_at_index'],
  [
    'a page of a source',
    listArticles,
    { ...anything, source_id: 3 },
    'articles_source_id_published_at_index',
  ],
  ['a search by rank', searchArticles, { ...herring, by_rank: true }, 'articles_search_index'],
  ['a search by date', searchArticles, { ...herring, by_rank: false }, 'articles_search_index'],
])('reads %s along an index', async (_, statement, params, index) => {
  const { text, bind } = statement.compile(variant)
  const plan = await database.query<{ 'QUERY PLAN': string }>(`explain (costs off) ${text}`, bind(params))
  const lines = plan.map((row) => row['QUERY PLAN']).join('\n')
  expect(lines).toContain(index)
  expect(lines).not.toContain('Seq Scan on articles')
})
