import { beforeAll, describe, expect, it } from 'vitest'
import { appAs, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { article, ingestOn } from '../ingest/store/harness.ts'

const database = useTestDatabase()
const { addSource, store } = ingestOn(database)
let reader: TestApp
let sea: number
let land: number
const at = (hour: number) => `2026-11-20T${String(hour).padStart(2, '0')}:00:00.000Z`

beforeAll(async () => {
  reader = await appAs(database)
  sea = await addSource('sea')
  land = await addSource('land')
  const say = (
    slug: string,
    hour: number,
    title: string,
    summary_raw: string | null = null,
    language = 'english',
  ) => article(slug, { title, summary_raw, language, published_at: at(hour) })
  await store(sea, [
    say('s1', 1, 'High tides at the harbour', 'The storm passed'),
    say('s2', 2, 'Fishing boats return', 'A high tide helped them'),
    say('s3', 3, 'Storm closes the harbour', 'Tides were low'),
    say('s4', 3, 'Café on the pier opens'),
  ])
  await store(land, [
    say('l1', 4, 'Bread prices rise'),
    say('l2', 5, 'Häuser am Hafen', 'Die Flut kommt', 'german'),
    say('l3', 6, 'Winter fair', 'Low prices, high spirits'),
  ])
})

const slugs = (body: { link: string }[]) => body.map((found) => found.link.split('/').at(-1))
const list = async (query: string) => slugs((await reader.call(`/api/v1/articles?${query}`)).body)
const search = (q: string, more = '') => list(`q=${encodeURIComponent(q)}${more}`)

/** Every page from a path on. */
async function pages(path: string): Promise<(string | undefined)[]> {
  const { body, headers } = await reader.call(path)
  const next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1]
  return [...slugs(body), ...(next ? await pages(next) : [])]
}

describe('listing articles', () => {
  it('gives the newest first, page after page, each once', async () => {
    const all = ['l3', 'l2', 'l1', 's4', 's3', 's2', 's1']
    expect(await list('')).toEqual(all)
    for (const limit of [1, 2, 3]) expect(await pages(`/api/v1/articles?limit=${limit}`)).toEqual(all)
  })

  it('filters by source and time: from since, up to but not at until', async () => {
    expect(await list(`source_id=${sea}`)).toEqual(['s4', 's3', 's2', 's1'])
    expect(await list(`since=${at(4)}&until=${at(6)}`)).toEqual(['l2', 'l1'])
    expect(await list('since=2026-11-21')).toEqual([])
    expect(await list('until=2026-11-21&limit=1')).toEqual(['l3'])
    expect(await list(`source_id=${land}&until=${encodeURIComponent('2026-11-20T06:00:00+01:00')}`)).toEqual([
      'l1',
    ])
  })

  it('reads a page in one round trip', async () => {
    for (const query of ['', '?q=tide', `?q=tide&sort=date`]) {
      const { headers } = await reader.call(`/api/v1/articles${query}`)
      expect(headers.get('server-timing')).toContain('1 round trip"')
    }
  })
})

describe('searching articles', () => {
  it('finds inflected words, in titles before summaries', async () => {
    expect(await search('tide')).toEqual(['s1', 's2', 's3'])
    expect(await search('HÁRBOUR tides')).toEqual(['s1', 's3'])
    expect(await search('cafe')).toEqual(['s4'])
  })

  it('understands phrases, exclusions and alternatives', async () => {
    expect(await search('"high tide"')).toEqual(['s2'])
    expect(await search('tide -storm')).toEqual(['s2'])
    expect(await search('-storm tide')).toEqual(['s2'])
    expect(await search('bread OR boats', '&sort=date')).toEqual(['l1', 's2'])
    expect(await search('"storm or harbour"')).toEqual([])
    expect(await search('tide low or bread', '&sort=date')).toEqual(['l1', 's3'])
  })

  it('knows the inflections of the language that is asked for', async () => {
    expect(await search('haus', '&language=german')).toEqual(['l2'])
    expect(await search('haus')).toEqual([])
    expect(await search('hafen')).toEqual(['l2'])
  })

  it.each([
    'the',
    '"',
    '-',
    'or',
    "'; drop table articles; --",
    '\\',
    '!!!',
    '(',
    ':*',
    '<->',
    '-"',
    '""',
    '🥖',
  ])('takes %j without harm', async (q) => expect(await search(q)).toEqual([]))

  it('takes an empty q for none', async () => {
    expect(await list('q=&limit=2')).toEqual(['l3', 'l2'])
    expect(await list('q=%20&limit=2')).toEqual(['l3', 'l2'])
  })

  it('pages by rank and by date, each row once', async () => {
    const word = 'tide or harbour or high or price or storm'
    for (const sort of ['rank', 'date']) {
      const query = `q=${encodeURIComponent(word)}&sort=${sort}`
      const whole = await list(query)
      expect(whole).toHaveLength(5)
      for (const limit of [1, 2, 4]) {
        expect(await pages(`/api/v1/articles?${query}&limit=${limit}`)).toEqual(whole)
      }
    }
    expect(await search('storm', '&sort=date')).toEqual(['s3', 's1'])
    expect(await search('tide', `&source_id=${land}`)).toEqual([])
    expect(await search('tide', `&since=${at(2)}`)).toEqual(['s2', 's3'])
  })

  it('gives what a topic of the caller matches, and nobody else’s', async () => {
    const [topic] = await database.query<{ id: number }>(
      `insert into topics (user_id, name, keywords) values ($1, 'Sea', '["tide", "boats"]') returning id`,
      [reader.userId],
    )
    expect(await list(`topic_id=${topic!.id}`)).toEqual(['s3', 's2', 's1'])
    expect(await search('storm', `&topic_id=${topic!.id}&sort=date`)).toEqual(['s3', 's1'])
    const stranger = await appAs(database)
    const reply = await stranger.call(`/api/v1/articles?topic_id=${topic!.id}`)
    expect([reply.status, reply.body.code]).toEqual([404, 'not_found'])
    await database.query(`update topics set keywords = '[]' where id = $1`, [topic!.id])
    expect(await list(`topic_id=${topic!.id}`)).toEqual([])
  })

  const bad: [string, string][] = [
    ['limit=201', 'limit'],
    ['sort=best', 'sort'],
    ['sort=rank', 'sort'],
    ['since=yesterday', 'since'],
    ['since=0000-01-01', 'since'],
    ['until=2026-01-01T00:00:00%2B20:00', 'until'],
    ['until=2026-13-01', 'until'],
    ['topic_id=x', 'topic_id'],
    ['source_id=0', 'source_id'],
    ['language=klingon', 'language'],
    ['cursor=x', 'cursor'],
    ['q=a%00b', 'q'],
  ]
  it.each(bad)('refuses ?%s', async (query, field) => {
    const { status, body } = await reader.call(`/api/v1/articles?${query}`)
    expect([status, body.errors?.[0].pointer]).toEqual([400, `#/query/${field}`])
  })

  it('refuses the cursor of another order', async () => {
    const { headers } = await reader.call('/api/v1/articles?limit=1')
    const cursor = /cursor=([^&>]+)/.exec(headers.get('link')!)![1]
    expect((await reader.call(`/api/v1/articles?q=tide&cursor=${cursor}`)).status).toBe(400)
  })
})

describe('a search that finds very much', () => {
  const MANY = 4100
  let many: number

  beforeAll(async () => {
    many = await addSource('many')
    await database.query(
      `insert into articles (source_id, title, link, content_hash, published_at)
       select $1, 'Lantern ' || n || case when n % 1000 = 0 then ' lantern lantern' else '' end, 'https://many.example/' || n,
         encode(sha256(('many' || n)::bytea), 'hex'), timestamptz '2026-11-01' - n * interval '10 minutes'
       from generate_series(1, $2::int) n`,
      [many, MANY],
    )
  })

  it('gives the newest page after page, by date, each once', async () => {
    const newest = Array.from({ length: 400 }, (_, n) => String(n + 1))
    const first = await reader.call('/api/v1/articles?q=lantern&sort=date&limit=200')
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link')!)![1]!
    expect([...slugs(first.body), ...slugs((await reader.call(next)).body)]).toEqual(newest)
  })

  it('reaches as far back as there are articles', async () => {
    const old = `until=${encodeURIComponent('2026-10-04T00:00:00Z')}`
    expect(await list(`q=lantern&sort=date&limit=2&${old}`)).toEqual(['4033', '4034'])
    expect(await list(`q=lantern&sort=date&limit=2&source_id=${sea}`)).toEqual([])
    expect(await list(`q=lantern&limit=2&since=${encodeURIComponent('2026-10-31T23:40:00Z')}`)).toHaveLength(
      2,
    )
  })

  it('gives the best of the newest first, by rank', async () => {
    expect((await list('q=lantern&limit=4')).sort()).toEqual(['1000', '2000', '3000', '4000'])
  })
})
