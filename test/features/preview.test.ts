import { beforeAll, describe, expect, it } from 'vitest'
import { type ArticleMore, arrange } from '../briefs/arrange.ts'
import { appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
const { article, source } = arrange(database)
let reader: TestApp
beforeAll(async () => {
  reader = await appAs(database)
})

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3600_000).toISOString()
const put = (title: string, more: ArticleMore = {}) => article(title, { published_at: hoursAgo(2), ...more })

let count = 0
async function preview(keywords: string[], language = 'english', as = reader) {
  const made = await as.call('/api/v1/topics', json({ name: `t${++count}`, keywords, language }))
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  const { status, body, headers } = await as.call(`/api/v1/topics/${made.body.id}/preview`)
  expect(status).toBe(200)
  expect(headers.get('server-timing')).toContain('"1 round trip"')
  return { id: made.body.id, ...body }
}

/** The page's preview of what stands in its form, as text. */
async function page(keywords: string, more: Record<string, string> = {}): Promise<string> {
  const response = await reader.request('/topics/preview', {
    method: 'POST',
    headers: { accept: 'text/html' },
    body: new URLSearchParams({ id: '', name: 'x', language: 'english', keywords, ...more }),
  })
  expect(response.status).toBe(200)
  return response.text()
}

describe('why nothing is found', () => {
  it('is that there is no source: the page says so and leads to some', async () => {
    expect((await preview([])).shortage.code).toBe('no_keywords')
    const found = await preview(['tide'])
    expect([found.shortage.code, found.sources]).toEqual(['no_sources', { active: 0, languages: [] }])
    for (const html of [await page('tide'), await (await reader.request('/topics')).text()]) {
      expect(html).toContain('You get no source yet')
      expect(html).toMatch(/href="\/start">.*href="\/sources">/)
      expect(html).not.toMatch(/broader/)
    }
  })

  it('is that no source brought anything; paused, muted and others’ sources are none', async () => {
    const [read, paused, muted, others] = [
      await source(),
      await source({ is_active: false }),
      await source(),
      await source(),
    ]
    const other = await appAs(database)
    await database.query('update sources set added_by = $1 where id = $2', [other.userId, others])
    await reader.call(`/api/v1/sources/${muted}/choice`, json({ choice: 'muted' }, 'PUT'))
    for (const source_id of [paused, muted, others]) await put('A tide', { source_id })
    await put('An old tide', { source_id: read, published_at: hoursAgo(100) })
    const found = await preview(['tide'])
    expect(found).toMatchObject({ choices: [], shortage: { code: 'no_articles' }, sources: { active: 1 } })
    expect((await preview(['tide'], 'english', other)).sources.active).toBe(3)
    await reader.call(`/api/v1/sources/${others}/choice`, json({ choice: 'followed' }, 'PUT'))
    expect((await preview(['tide'])).choices).toHaveLength(1)
    await reader.call(`/api/v1/sources/${others}/choice`, { method: 'DELETE' })
  })

  it('is the language, whether the feed states it or its titles tell it', async () => {
    const source_id = await source()
    await put('Der Hafen und die Flut', { source_id, language: 'german' })
    await put('Die Möwe und das Meer', { source_id, language: 'simple' })
    await put('東京の港で潮が満ちる', { source_id, language: 'simple' })
    const found = await preview(['harbour'])
    expect(found.shortage.code).toBe('not_in_language')
    expect(found.shortage.detail).toMatch(/in English.* is in German\.$/)
    expect(found.sources.languages).toEqual([
      { language: 'german', articles: 2, sources: 1 },
      { language: 'simple', articles: 1, sources: 1 },
    ])
    expect((await preview(['Leuchtturm'], 'german')).shortage.code).toBe('no_match')
    expect((await preview(['lighthouse'], 'simple')).shortage.code).toBe('no_match')
    // Words as they are written find in any language: then the language is no reason.
    expect((await preview(['Hafen'])).shortage.code).toBe('few_matches')
    expect(await page('lighthouse')).toContain('no source of yours has brought an article in it')
  })

  it('is the words, of which each is counted', async () => {
    await put('Ferry to the island')
    const found = await preview(['lighthouse', 'ferry timetable'])
    expect(found.shortage.code).toBe('no_match')
    expect(found.keywords).toEqual([
      { keyword: 'lighthouse', articles: 0, with_another: 0, too_weak: 0 },
      { keyword: 'ferry timetable', articles: 0, with_another: 0, too_weak: 0 },
    ])
    expect(await page('lighthouse')).toContain('Try fewer words in a keyword, or broader ones.')
  })
})

describe('why little is found', () => {
  it('is what is too weak, counted by keyword, and shown', async () => {
    await put('One', { summary: 'It mentions a walrus in a long text, once and far behind.' })
    await put('Two', { summary: 'It mentions a walrus in a long text, once and far behind too.' })
    await put('Walrus and puffin', { summary: 'A walrus met a puffin, and both went on.' })
    const found = await preview(['walrus', 'puffin', 'narwhal'])
    expect(found.choices).toHaveLength(1)
    expect(found.below).toHaveLength(2)
    expect(found.shortage.code).toBe('too_weak')
    expect(found.keywords.map((each: { too_weak: number }) => each.too_weak)).toEqual([2, 0, 0])
  })

  it('is what exclusions keep away, those within a keyword too, with the newest of it', async () => {
    for (let n = 1; n <= 5; n++) await put(`Jaguar car number ${n}`, { published_at: hoursAgo(10 - n) })
    await put('Jaguar at the zoo')
    const within = await preview(['jaguar -car'])
    expect(within.choices).toHaveLength(1)
    expect(within.shortage).toEqual({
      code: 'excluded',
      detail: 'Your exclusions keep 5 articles away that your words find.',
    })
    const [kept] = within.exclusions
    expect([kept.keyword, kept.articles]).toEqual(['jaguar -car', 5])
    expect(kept.newest.map(({ title }: { title: string }) => title)).toEqual([
      'Jaguar car number 5',
      'Jaguar car number 4',
      'Jaguar car number 3',
    ])
    const whole = await preview(['jaguar', '-car', '-zoo', '-submarine'])
    expect(whole.choices).toEqual([])
    expect(whole.exclusions.map((each: { articles: number }) => each.articles)).toEqual([5, 1, 0])
    // A phrase that holds " -" excludes nothing; what another keyword brings is not kept away.
    expect((await preview(['"jaguar -car"'])).exclusions).toEqual([])
    const both = await preview(['jaguar -car', 'number'])
    expect([both.exclusions[0].articles, both.choices.length, both.shortage.code]).toEqual([
      0,
      2,
      'same_story',
    ])
    const html = await page('jaguar\n-car')
    expect(html).toContain('<bdi>-car</bdi>: 5 articles')
    expect(html).toContain('Jaguar car number 5</a>')
    expect(html).not.toContain('Jaguar car number 2')
  })

  it('is what was delivered before', async () => {
    await put('Okapi born at night')
    const { id } = await preview(['okapi'])
    await reader.call('/api/v1/briefs/today', { method: 'POST' })
    const { body } = await reader.call(`/api/v1/topics/${id}/preview`)
    expect([body.choices, body.shortage.code]).toEqual([[], 'delivered'])
  })

  it('is nothing where each place is filled', async () => {
    for (const title of ['Tapir swims across', 'The diet of a tapir', 'Museum buys tapir of wood'])
      await put(title)
    expect(await preview(['tapir'])).toMatchObject({ shortage: null, choices: [{}, {}, {}] })
  })
})

describe('suggestions', () => {
  const words = (found: { suggestions: { word: string }[] }) => found.suggestions.map(({ word }) => word)

  beforeAll(async () => {
    const source_id = await source()
    for (let n = 0; n < 30; n++) await put(`The council and the market, day ${n}`, { source_id })
    for (const title of [
      'Sourdough needs a Café oven and the patience',
      'The sourdough of the Café in winter',
      'Baking sourdough: ovens and flour for the council',
      'Why sourdough flours differ, and ovens too',
    ])
      await put(title, { source_id, tags: ['wood fired', 'bakery'] })
  })

  it('stand beside the keywords more than elsewhere, as titles write them, none twice', async () => {
    const found = await preview(['sourdough'])
    expect(words(found).sort()).toEqual(['Café', 'bakery', 'flour', 'ovens', 'wood fired'].sort())
    for (const { articles, lift } of found.suggestions) {
      expect(articles).toBeGreaterThanOrEqual(2)
      expect(lift).toBeGreaterThanOrEqual(2)
    }
  })

  it('are never a word that is given or kept away already, in any of its forms', async () => {
    const found = await preview(['sourdough', 'oven', 'flou*', '"wood fired"', '-cafes'])
    expect(words(found)).toEqual(['bakery'])
    expect(words(await preview(['sourdough bakery', '"oven" sourdough']))).not.toContain('bakery')
  })

  it('come from the last month where the last days have few, and are at most eight', async () => {
    const names = 'alder birch cedar dogwood elder fir gorse hazel ivy juniper'.split(' ')
    for (const hours of [200, 300])
      await put(`Xylem in ${names.join(' ')}`, { published_at: hoursAgo(hours) })
    await put(`Xylem of ${names.join(' ')}`, { published_at: hoursAgo(900) })
    const found = await preview(['xylem'])
    expect(found.choices).toEqual([])
    expect(found.suggestions).toHaveLength(8)
    expect(found.suggestions.every(({ articles }: { articles: number }) => articles === 2)).toBe(true)
  })

  it('take titles for text: quotes, signs and backslashes harm nothing', async () => {
    const nasty = `Quokka' \\'; "drop -x* & | ! ( <-> 'a\\b' http://a.example/b\\c?d='e' C:\\dir\\file`
    for (let n = 0; n < 3; n++) await put(`${nasty} ${n}`, { tags: ["-'it\\s", 'a"b c', '-minus sign'] })
    const found = await preview(['quokka'])
    for (const word of words(found)) expect(word).toMatch(/^[\p{L}\p{N} ]+$/u)
    const again = await preview(['quokka', ...words(found)])
    expect(again.suggestions).toBeInstanceOf(Array)
  })

  it('are added to the form by one press, without scripts', async () => {
    const html = await page('sourdough')
    expect(html).toMatch(/<button [^>]*form="topic-form"[^>]*name="add" value="bakery"/)
    const added = await page('sourdough\r\n', { add: 'bakery' })
    expect(added).toMatch(/<textarea[^>]*>\s*sourdough\nbakery<\/textarea>/)
    expect(added).not.toContain('value="bakery"')
    expect(await page('', { add: 'bakery' })).toMatch(/<textarea[^>]*>\s*bakery<\/textarea>/)
  })
})

describe('a preview that takes too long', () => {
  it('is given up by the database, and the form keeps what was typed', async () => {
    const { id } = await preview(['sourdough'])
    await database.query(
      `alter function days_query(timestamptz, timestamptz) rename to real_days_query;
       create function days_query(since timestamptz, until timestamptz) returns tsquery language plpgsql
         as $$ begin perform pg_sleep(20); return real_days_query(since, until); end $$;
       grant execute on function days_query(timestamptz, timestamptz) to morning_brief_app`,
    )
    try {
      const { status, body } = await reader.call(`/api/v1/topics/${id}/preview`)
      expect([status, body.code]).toEqual([504, 'timed_out'])
      const response = await reader.request('/topics/preview', {
        method: 'POST',
        headers: { accept: 'text/html' },
        body: new URLSearchParams({ id: '', name: 'Kept name', language: 'english', keywords: 'sourdough' }),
      })
      expect(response.status).toBe(504)
      expect(await response.text()).toContain('Kept name')
    } finally {
      await database.query(
        `drop function days_query(timestamptz, timestamptz);
         alter function real_days_query(timestamptz, timestamptz) rename to days_query`,
      )
    }
  }, 30_000)
})
