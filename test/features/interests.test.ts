import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  INTEREST_LANGUAGES,
  type InterestLanguage,
  offerIn,
  preferredLanguage,
} from '../../src/features/interests/catalogue.ts'
import { checkKeywords, normaliseKeywords } from '../../src/features/topics/keywords.ts'
import { startSampleFeeds } from '../../src/local/samples/index.ts'
import { ago, arrange } from '../briefs/arrange.ts'
import { appAs, files, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
const { source, article, topic } = arrange(database)
const HTML = { accept: 'text/html' }

const interestsIn = async (language: InterestLanguage) => (await offerIn(language, files)).interests

describe('the catalogue', () => {
  it('has 24 interests in each of five languages, with words, and real feeds by https', async () => {
    for (const language of INTEREST_LANGUAGES) {
      const interests = await interestsIn(language)
      expect(interests).toHaveLength(24)
      expect(new Set(interests.map(({ name }) => name)).size).toBe(24)
      for (const { id, keywords, feeds } of interests) {
        expect([id, checkKeywords(normaliseKeywords(keywords))]).toEqual([id, []])
        expect(keywords.filter((keyword) => !keyword.startsWith('-')).length).toBeGreaterThanOrEqual(5)
        expect(feeds.length).toBeGreaterThanOrEqual(1)
        for (const feed of feeds) {
          expect(feed.feed_url).toMatch(/^https:\/\//)
          expect(feed.credibility_score).toBeGreaterThan(0)
        }
      }
    }
  })

  it('names each site and each feed alike wherever it stands, as the database needs it', async () => {
    const offered = await Promise.all(INTEREST_LANGUAGES.map(interestsIn))
    const feeds = offered.flat().flatMap((each) => each.feeds)
    const byFeed = new Map(feeds.map((feed) => [feed.feed_url, feed]))
    for (const feed of feeds) expect(feed).toEqual(byFeed.get(feed.feed_url))
    expect(new Set([...byFeed.values()].map(({ url }) => url)).size).toBe(byFeed.size)
  })

  it('has no keyword that a search knows nothing of, and none twice in a topic', async () => {
    for (const language of INTEREST_LANGUAGES) {
      const given = (await interestsIn(language)).flatMap(({ keywords }) => keywords)
      const [row] = await database.query<{ empty: string[] | null }>(
        `select array_agg(keyword) as empty from unnest($1::text[]) keyword
         where keyword_query(ltrim(keyword, '-'), $2) is null`,
        [given, language.configuration],
      )
      expect([language.tag, row!.empty]).toEqual([language.tag, null])
    }
  })

  it.each([
    ['de-AT,de;q=0.9,en;q=0.8', 'de'],
    ['nl, fr;q=0.5, es;q=0.7', 'es'],
    ['ja;q=0, it', 'en'],
    [undefined, 'en'],
    [`${'x'.repeat(5000)},de`, 'en'],
    ['fr;q=x,,;;', 'en'],
  ])('is offered in the language that the browser likes: %s', (header, tag) => {
    expect(preferredLanguage(header).tag).toBe(tag)
  })
})

describe('a new reader', () => {
  let app: TestApp
  const send = (path: string, fields: Record<string, string>, who = app) =>
    who.request(path, { method: 'POST', headers: HTML, body: new URLSearchParams(fields) })
  beforeAll(async () => {
    app = await appAs(database)
  })

  it('is offered interests, and by one press has topics, sources, their time zone, and sees how far it is', async () => {
    const first = await (await app.request('/', { headers: { ...HTML, 'accept-language': 'de' } })).text()
    expect(first).toContain('Klima und Energie')
    const chosen = {
      language: 'de',
      interest_space: 'on',
      interest_climate: 'on',
      time_zone: 'Europe/Berlin',
    }
    const sent = await send('/start', chosen)
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/start/progress'])
    const topics = (await app.call('/api/v1/topics')).body
    expect(topics.map(({ name, language }: { name: string; language: string }) => [name, language])).toEqual([
      ['Klima und Energie', 'german'],
      ['Weltraum', 'german'],
    ])
    expect((await app.call('/api/v1/me')).body.time_zone).toBe('Europe/Berlin')
    const progress = await (await app.request('/start/progress', { headers: HTML })).text()
    expect(progress).toContain('Klima und Energie, Weltraum: 0 of 4 sources read')
    expect(progress).toContain('data-poll="1500"')
    await database.query('update sources set last_fetched_at = now()')
    expect(await (await app.request('/start/progress', { headers: HTML })).text()).toContain(
      '4 of 4 sources read',
    )
    expect((await send('/start', chosen)).status).toBe(303)
    expect((await app.call('/api/v1/topics')).body).toHaveLength(2)
  })

  it('keeps a time zone that was chosen, and is told what is wrong', async () => {
    await send('/start', { language: 'en', interest_space: 'on', time_zone: 'Asia/Tokyo' })
    expect((await app.call('/api/v1/me')).body.time_zone).toBe('Europe/Berlin')
    const other = await appAs(database, { env: { TOPICS_PER_USER: '1' } })
    await send('/start', { language: 'en', interest_space: 'on', time_zone: 'No/Where' }, other)
    expect((await other.call('/api/v1/me')).body.time_zone).toBe('UTC')
    const none = await send('/start', { language: 'en', interest_nothing: 'on' }, other)
    expect([none.status, await none.text()]).toEqual([400, expect.stringContaining('Choose at least one')])
    expect((await send('/start', { language: 'en', interest_film: 'on' }, other)).status).toBe(422)
  })

  it('follows a source that another reader added', async () => {
    const other = await appAs(database)
    await send('/start', { language: 'de', interest_space: 'on' }, other)
    const [counts] = await database.query(
      `select count(*)::int as followed, count(distinct added_by)::int as adders
       from source_choices join sources on sources.id = source_id where user_id = $1`,
      [other.userId],
    )
    expect(counts).toEqual({ followed: 3, adders: 1 })
  })
})

describe('what a reader wants of a source', () => {
  const words = ['tansy', 'yarrow', 'sorrel', 'borage', 'lovage', 'comfrey', 'teasel', 'mallow', 'fennel']

  it('is honoured by every brief: nothing muted, nothing of others that is not followed', async () => {
    const readers = await Promise.all(Array.from({ length: 6 }, () => appAs(database)))
    const now = new Date().toISOString()
    const ids: number[] = []
    for (let n = 0; n < 12; n++) {
      const id = await source({ name: `Paper ${n}` })
      ids.push(id)
      const adder = n % 3 === 0 ? readers[n % readers.length]!.userId : null
      await database.query('update sources set added_by = $2 where id = $1', [id, adder])
      for (let k = 0; k < 4; k++) {
        await article(`${words[(n + k) % 9]} ${words[(n * k + 2) % 9]} herbal harvest ${n}${k}`, {
          source_id: id,
          published_at: ago(1 + k, now),
        })
      }
    }
    // A generator that always gives the same numbers.
    let seed = 7
    const random = (below: number) => {
      seed = (seed * 16807) % 2147483647
      return seed % below
    }
    for (const reader of readers) {
      await topic(reader.userId, ['harvest'])
      await topic(reader.userId, ['herbal tansy', 'yarrow'], { name: 'second' })
      for (const id of ids) {
        const choice = [null, null, 'muted', 'muted', 'preferred', 'followed'][random(6)]
        if (choice) {
          await database.query(
            'insert into source_choices (user_id, source_id, choice) values ($1, $2, $3)',
            [reader.userId, id, choice],
          )
        }
      }
      expect((await reader.call('/api/v1/briefs/today', { method: 'POST' })).status).toBe(200)
    }
    const delivered = await database.query<{ total: number; broken: number }>(
      `select count(*)::int as total, count(*) filter (where choice = 'muted' or (choice is null and added_by <> shown.user_id))::int as broken
       from (
         select deliveries.user_id, article_id from deliveries
         union all select user_id, article_id from delivery_reports
       ) shown join articles on articles.id = article_id join sources on sources.id = articles.source_id
         left join source_choices on source_choices.user_id = shown.user_id and source_choices.source_id = sources.id
       where sources.name like 'Paper %'`,
    )
    expect(delivered[0]!.total).toBeGreaterThan(20)
    expect(delivered[0]!.broken).toBe(0)
  })

  it('is set, replaced and taken back, by its reader alone', async () => {
    const [reader, other] = [await appAs(database), await appAs(database)]
    const id = await source()
    const path = `/api/v1/sources/${id}/choice`
    expect((await reader.call(path)).body).toEqual({ source_id: id, choice: null })
    for (const choice of ['muted', 'preferred', 'followed']) {
      expect((await reader.call(path, json({ choice }, 'PUT'))).body).toEqual({ source_id: id, choice })
    }
    expect((await other.call(path)).body.choice).toBe(null)
    expect((await other.call(path, { method: 'DELETE' })).status).toBe(404)
    expect((await reader.call(path, json({ choice: 'loved' }, 'PUT'))).status).toBe(400)
    expect(
      (await reader.call('/api/v1/sources/999999/choice', json({ choice: 'muted' }, 'PUT'))).status,
    ).toBe(404)
    expect((await reader.call(path, { method: 'DELETE' })).status).toBe(204)
    const send = (fields: Record<string, string>) =>
      reader.request(`/sources/${id}/choice`, {
        method: 'POST',
        headers: HTML,
        body: new URLSearchParams(fields),
      })
    expect((await send({ choice: 'muted', back: 'source' })).headers.get('location')).toBe(`/sources/${id}`)
    expect((await reader.call(path)).body.choice).toBe('muted')
    for (let n = 0; n < 2; n++) expect((await send({ choice: 'none' })).status).toBe(303)
    expect((await reader.call(path)).body.choice).toBe(null)
  })

  it('is theirs alone of a source that they added, up to a quota', async () => {
    const INGEST_QUEUE = { send: async () => {}, sendBatch: async () => {} }
    const reader = await appAs(database, { env: { SOURCES_PER_READER: '1', INGEST_QUEUE } })
    const other = await appAs(database)
    const made = await reader.call(
      '/api/v1/sources',
      json({ name: 'Mine', feed_url: 'https://mine.example/feed' }),
    )
    expect(made).toMatchObject({ status: 201, body: { added_by: reader.userId } })
    const second = await reader.call(
      '/api/v1/sources',
      json({ name: 'x', feed_url: 'https://second.example/feed' }),
    )
    expect([second.status, second.body.code]).toEqual([422, 'limit_reached'])
    const now = new Date().toISOString()
    await article('Speedwell in bloom', { source_id: made.body.id, published_at: ago(1, now) })
    const briefOf = async (app: TestApp) =>
      (await app.call('/api/v1/briefs/today', { method: 'POST' })).body.topics[0].deliveries.length
    for (const app of [reader, other]) await topic(app.userId, ['speedwell'])
    expect([await briefOf(reader), await briefOf(other)]).toEqual([1, 0])
    await other.call(`/api/v1/sources/${made.body.id}/choice`, json({ choice: 'followed' }, 'PUT'))
    expect(await briefOf(other)).toBe(1)
    const form = await other.request('/sources/new?url=https%3A%2F%2Fsite.example%2F%22%3E', {
      headers: HTML,
    })
    const page = await form.text()
    expect(page).toContain('value="https://site.example/&quot;&gt;"')
    expect(page).toContain('href="javascript:location=')
  })

  it('brings what is preferred first', async () => {
    const reader = await appAs(database)
    const now = new Date().toISOString()
    const [plain, liked] = [await source(), await source()]
    await topic(reader.userId, ['mugwort'])
    await article('Mugwort dries in the attic', { source_id: plain, published_at: ago(1, now) })
    await article('Old mugwort recipes of monks', { source_id: liked, published_at: ago(9, now) })
    await database.query(
      `insert into source_choices (user_id, source_id, choice) values ($1, $2, 'preferred')`,
      [reader.userId, liked],
    )
    const { body } = await reader.call('/api/v1/briefs/today', { method: 'POST' })
    const [first] = body.topics[0].deliveries
    expect([first.article.source.id, first.score_parts.source_thumbs]).toEqual([liked, 1.3])
    expect(first.reason).toContain('from a source you like')
  })
})

describe('feeds:check', () => {
  it('says which feeds of a list answer, and fails when one does not', async () => {
    const samples = await startSampleFeeds({ port: 0 })
    const { writeFile, mkdtemp } = await import('node:fs/promises')
    const folder = await mkdtemp('/tmp/feeds-check-')
    const list = `${folder}/list.opml`
    const opml = (...paths: string[]) =>
      `<opml version="2.0"><body>${paths.map((path) => `<outline type="rss" text="${path}" xmlUrl="${samples.origin}/${path}"/>`).join('')}<outline text="x" xmlUrl="sample:/x"/></body></opml>`
    const run = () =>
      promisify(execFile)(process.execPath, [
        'src/local/feeds-check.ts',
        list,
        '--allow-origin',
        samples.origin,
      ]).then(
        ({ stdout }) => ({ code: 0, stdout }),
        ({ code, stdout }) => ({ code, stdout }),
      )
    await writeFile(list, opml('workbench.json', 'open-field.rdf'))
    const good = await run()
    expect([good.code, good.stdout.match(/^ok {4}/gm)?.length]).toEqual([0, 2])
    await writeFile(list, opml('workbench.json', 'none.rss'))
    const bad = await run()
    expect(bad.code).toBe(1)
    expect(bad.stdout).toMatch(/^FAILED none\.rss .*: .+/m)
    await samples.close()
  })
})
