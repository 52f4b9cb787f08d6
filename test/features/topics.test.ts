import { beforeAll, describe, expect, it } from 'vitest'
import { arrange } from '../briefs/arrange.ts'
import { appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
const { article, source } = arrange(database)
let app: TestApp
beforeAll(async () => {
  app = await appAs(database)
})

let count = 0
const create = async (body: object, as = app) =>
  as.call('/api/v1/topics', json({ name: `topic ${++count}`, ...body }))

describe('topics', () => {
  it('creates one and answers with the row and its address', async () => {
    const { status, body, headers } = await create({
      keywords: ['  electric   cars ', '“New York”', '–racing', 'rust', 'rust'],
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      user_id: app.userId,
      keywords: ['electric cars', '"New York"', '-racing', 'rust'],
      language: 'english',
      is_active: true,
    })
    expect(Object.keys(body).sort()).toEqual(
      ['id', 'user_id', 'name', 'keywords', 'language', 'is_active', 'created_at', 'updated_at'].sort(),
    )
    expect(headers.get('location')).toBe(`/api/v1/topics/${body.id}`)
    expect((await app.call(`/api/v1/topics/${body.id}`)).body).toEqual(body)
  })

  it('changes the fields that are present', async () => {
    const { body } = await create({ keywords: ['bread'], language: 'german' })
    const changed = await app.call(`/api/v1/topics/${body.id}`, json({ is_active: false }, 'PATCH'))
    expect(changed.status).toBe(200)
    expect(changed.body).toMatchObject({
      name: body.name,
      keywords: ['bread'],
      language: 'german',
      is_active: false,
    })
    const renamed = await app.call(`/api/v1/topics/${body.id}`, json({ keywords: ['flour'] }, 'PATCH'))
    expect(renamed.body).toMatchObject({ keywords: ['flour'], is_active: false })
  })

  it('refuses to overwrite what was changed meanwhile', async () => {
    const { body, headers } = await create({ keywords: ['bread'] })
    const path = `/api/v1/topics/${body.id}`
    const tag = headers.get('etag')!
    expect((await app.request(path)).headers.get('etag')).toBe(tag)
    const change = (name: string) => {
      const init = json({ name }, 'PATCH')
      return app.call(path, { ...init, headers: { ...init.headers, 'if-match': tag } })
    }
    const changed = await change(`${body.name} one`)
    expect(changed.status).toBe(200)
    expect((await app.request(path)).headers.get('etag')).toBe(changed.headers.get('etag'))
    expect((await change(`${body.name} two`)).status).toBe(412)
  })

  it('deletes one, and hides those of others', async () => {
    const { body } = await create({ keywords: ['bread'] })
    const other = await appAs(database)
    const path = `/api/v1/topics/${body.id}`
    for (const init of [{}, { method: 'DELETE' }, json({ name: 'mine' }, 'PATCH')])
      expect((await other.call(path, init)).body.code).toBe('not_found')
    expect((await other.call(`${path}/preview`)).body.code).toBe('not_found')
    expect((await app.request(path, { method: 'DELETE' })).status).toBe(204)
    expect((await app.call(path)).status).toBe(404)
    expect((await app.call(path, json({ name: 'gone' }, 'PATCH'))).status).toBe(404)
  })

  it('lists in pages', async () => {
    const reader = await appAs(database)
    for (const name of ['a', 'b', 'c']) await create({ name }, reader)
    const first = await reader.call('/api/v1/topics?limit=2')
    expect(first.body.map((topic: { name: string }) => topic.name)).toEqual(['a', 'b'])
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link')!)![1]!
    const last = await reader.call(next)
    expect(last.body.map((topic: { name: string }) => topic.name)).toEqual(['c'])
    expect(last.headers.get('link')).toBeNull()
  })

  it('answers 409 naming the name that is taken, and lets others use it', async () => {
    await create({ name: 'Science' })
    const again = await create({ name: 'Science' })
    expect(again.status).toBe(409)
    expect(again.body.errors).toEqual([{ pointer: '#/name', message: 'is taken already' }])
    expect((await create({ name: 'Science' }, await appAs(database))).status).toBe(201)
  })

  it('keeps the limit, also against many at once', async () => {
    const reader = await appAs(database, { env: { TOPICS_PER_USER: '3' } })
    const replies = await Promise.all(Array.from({ length: 8 }, () => create({}, reader)))
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 201, 201, 422, 422, 422, 422, 422])
    expect(replies.find(({ status }) => status === 422)!.body).toMatchObject({
      code: 'limit_reached',
      detail: 'You have 3 topics, which is the most here. Delete or change one.',
    })
    expect((await reader.call('/api/v1/topics')).body).toHaveLength(3)
  })
})

describe('round trips', () => {
  it('is one for a topic that is saved, and a second where a stop word is refused', async () => {
    const saved = await create({ keywords: ['bread'] })
    expect(saved.headers.get('server-timing')).toContain('1 round trip"')
    const path = `/api/v1/topics/${saved.body.id}`
    const changed = await app.call(path, json({ keywords: ['flour'] }, 'PATCH'))
    expect(changed.headers.get('server-timing')).toContain('1 round trip"')
    const refused = await app.call(path, json({ keywords: ['the'] }, 'PATCH'))
    expect(refused.headers.get('server-timing')).toContain('2 round trips"')
  })
})

describe('bad keywords', () => {
  const cases: [string, string[], number | null, RegExp][] = [
    ['an empty one', ['bread', '  '], 1, /must not be empty/],
    ['only punctuation', ['?!'], 0, /“\?!” has nothing to search for/],
    ['an open quote', ['"new york'], 0, /quote that is not closed/],
    ['empty quotes', ['""'], 0, /empty quotes/],
    ['a stop word', ['bread', 'the'], 1, /“the” has only words that are too common/],
    ['a stop word to exclude', ['bread', '-the'], 1, /too common/],
    ['a lone -', ['bread', '-'], 1, /“-” excludes nothing/],
    ['a lone *', ['*'], 0, /\* alone/],
    ['a * inside', ['ku*be'], 0, /inside a word/],
    ['a prefix of one letter', ['k*'], 0, /too short/],
    ['one that is too long', ['x'.repeat(101)], 0, /longer than 100 characters/],
    ['two exclusions in one', ['bread', '--x'], 1, /excludes twice/],
    ['an exclusion in an exclusion', ['bread', '-x -y'], 1, /excludes twice/],
    ['nothing but exclusions', ['-bread'], 0, /only excludes/],
    ['more than fifty', Array.from({ length: 51 }, (_, n) => `word${n}`), null, /at most 50 keywords/],
  ]
  it.each(cases)('refuses %s, and says how to mend it', async (_, keywords, at, message) => {
    const { status, body } = await create({ keywords })
    expect([status, body.code]).toEqual([400, 'invalid_request'])
    expect(body.errors).toHaveLength(1)
    expect(body.errors[0].pointer).toBe(at === null ? '#/keywords' : `#/keywords/${at}`)
    expect(body.errors[0].message).toMatch(message)
  })

  it('names the keyword that a change of language makes a stop word', async () => {
    const { body } = await create({ keywords: ['brot', 'die'], language: 'english' })
    const changed = await app.call(`/api/v1/topics/${body.id}`, json({ language: 'german' }, 'PATCH'))
    expect(changed.status).toBe(400)
    expect(changed.body.errors[0]).toMatchObject({ pointer: '#/keywords/1' })
    expect((await app.call(`/api/v1/topics/${body.id}`)).body.language).toBe('english')
  })

  it('takes a stop word in quotes, one letter of Chinese, and an unknown language not', async () => {
    expect((await create({ keywords: ['"the who"', '京*', '京'] })).status).toBe(201)
    expect((await create({ language: 'klingon' })).body.errors[0].pointer).toBe('#/language')
    expect((await create({ keywords: 'bread' })).body.errors[0].pointer).toBe('#/keywords')
    expect((await create({ keywords: [7] })).body.errors[0].pointer).toBe('#/keywords/0')
  })
})

describe('preview', () => {
  it('is the delivery that follows, and writes nothing', async () => {
    const reader = await appAs(database)
    const now = Date.now()
    const titles = [
      'Yuzu trees in bloom',
      'What a yuzu costs in Paris',
      'Court hears of stolen yuzu',
      'Yuzu or lemon',
      'A yuzu diary',
    ]
    for (const [n, title] of titles.entries())
      await article(title, {
        source_id: await source({ credibility: 0.2 + n / 8 }),
        published_at: new Date(now - n * 5 * 3600_000 - 1000).toISOString(),
      })
    const { body: topic } = await create({ keywords: ['yuzu', 'lemon*'] }, reader)
    const preview = (await reader.call(`/api/v1/topics/${topic.id}/preview`)).body
    expect(preview.choices).toHaveLength(3)
    expect(preview.choices[0].reason).toMatch(/“yuzu”.* in the title; /)
    expect(await database.query('select from deliveries where topic_id = $1', [topic.id])).toEqual([])
    const brief = (await reader.call('/api/v1/briefs/today', { method: 'POST' })).body
    const shape = ({
      position,
      score,
      score_parts,
      matched_keywords,
      article,
      reason,
    }: Record<string, unknown>) => ({
      position,
      score,
      score_parts,
      matched_keywords,
      article,
      reason,
    })
    expect(brief.topics[0].deliveries.map(shape)).toEqual(preview.choices.map(shape))
    expect(brief.date).toBe(preview.delivery_date)
    const next = (await reader.call(`/api/v1/topics/${topic.id}/preview`)).body
    expect(next.delivery_date > brief.date).toBe(true)
    expect(next.choices).toHaveLength(2)
  })

  it('is empty for a topic without keywords', async () => {
    const { body: topic } = await create({})
    const { status, body } = await app.call(`/api/v1/topics/${topic.id}/preview`)
    expect([status, body.choices]).toEqual([200, []])
  })
})
