import { beforeAll, describe, expect, it } from 'vitest'
import { readingHtml } from '../../src/web/articles/reading-html.ts'
import { arrange, words } from '../briefs/arrange.ts'
import { appAs, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
const { source, article, topic } = arrange(database)
let reader: TestApp
const ids: number[] = []
let gazette: number
let topicId: number

const titleOf = (n: number) => `${words(`title ${n}`)} lighthouse number ${n} relit`
const now = Date.now()
beforeAll(async () => {
  reader = await appAs(database, { time_zone: 'Pacific/Auckland' })
  gazette = await source({ name: 'The Gazette' })
  const herald = await source({ name: 'The Herald' })
  for (let n = 0; n < 45; n++) {
    ids.push(
      await article(titleOf(n), {
        source_id: n % 2 ? gazette : herald,
        summary: `<p>Keeper ${n} &amp; daughter climbed ${words(`first ${n}`)} ${words(`second ${n}`)}.</p>`,
        published_at: new Date(now - n * 3600_000).toISOString(),
      }),
    )
  }
  topicId = await topic(reader.userId, ['lighthouse'], { name: 'Lights' })
  await reader.call('/api/v1/briefs/today', { method: 'POST' })
})

const open = async (path: string, status = 200, app = reader) => {
  const response = await app.request(path, { headers: { accept: 'text/html' } })
  const text = await response.text()
  expect([path, response.status], text.slice(0, 400)).toEqual([path, status])
  return text.replaceAll('&amp;', '&')
}
const send = (path: string, fields: Record<string, string>) =>
  reader.request(path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { accept: 'text/html' },
  })
const numbersIn = (html: string) =>
  [...html.matchAll(/lighthouse number (\d+) relit<\/a>/g)].map(([, n]) => Number(n))
const nextOf = (html: string) => /<a class="button" href="([^"]+)" rel="next"/.exec(html)?.[1]

/** Reads a list to its end by its links. */
async function readAll(path: string): Promise<number[]> {
  const found: number[] = []
  for (let at: string | undefined = path; at !== undefined; ) {
    const html = await open(at)
    found.push(...numbersIn(html))
    at = nextOf(html)
  }
  return found
}

describe('the search page', () => {
  const all = Array.from({ length: 45 }, (_, n) => n)

  it('has every article once, page by page, newest first without words and best first with them', async () => {
    expect(await readAll('/search')).toEqual(all)
    expect((await readAll('/search?q=lighthouse')).sort((a, b) => a - b)).toEqual(all)
    expect(await readAll('/search?q=lighthouse&sort=date')).toEqual(all)
  })

  it('finds by words, source and date, shows both, and keeps what was asked for', async () => {
    const html = await open(`/search?q=%22number+7%22&source_id=${gazette}`)
    expect(numbersIn(html)).toEqual([7])
    expect(html).toContain('Keeper 7 & daughter climbed')
    expect(html).toMatch(/<bdi>The Gazette<\/bdi> · <time[^>]*>7 hours ago/)
    expect(html).toContain('value="&quot;number 7&quot;"')
    const day = new Date(now - 20 * 3600_000).toISOString().slice(0, 10)
    const since = await readAll(`/search?since=${day}`)
    expect(since).toEqual(all.filter((n) => new Date(now - n * 3600_000).toISOString().slice(0, 10) >= day))
    expect(await open('/search?q=nothingofthekind')).toContain('Nothing. Try fewer')
  })

  it('says what is wrong with a search, and takes empty fields for nothing', async () => {
    expect(await open('/search?q=x*', 400)).toContain('must have at least 2 letters before a *')
    expect(await open('/search?since=yesterday', 400)).toContain('must be a date such as')
    expect(await open('/search?cursor=x', 400)).toContain('not a cursor')
    expect(numbersIn(await open('/search?q=&source_id=&since=&until=&sort=&language='))).toHaveLength(20)
  })

  it('shows more on a topic: what its briefs have not brought, and nobody else’s topic', async () => {
    const brief = numbersIn(await open('/'))
    expect(brief).toHaveLength(3)
    expect(await open('/')).toContain(`href="/search?topic_id=${topicId}"`)
    const more = await readAll(`/search?topic_id=${topicId}`)
    expect(more).toEqual(all.filter((n) => !brief.includes(n)))
    expect(await open(`/search?topic_id=${topicId}`)).toContain('More on Lights')
    await open(`/search?topic_id=${topicId}`, 404, await appAs(database))
  })
})

describe('an article’s page', () => {
  it('shows the feed’s own text, where it is from, and the way to the original', async () => {
    const html = await open(`/articles/${ids[3]}`)
    expect(html).toContain('Keeper 3 & daughter')
    expect(html).toContain('The Gazette')
    expect(html).toMatch(/<a class="button primary" href="https:\/\/a\.example\/\d+"/)
    await open('/articles/999999', 404)
    await open('/articles/x', 400)
  })

  it('is saved and marked by forms that lead back, and the lists show it', async () => {
    const back = '/search?q=lighthouse&sort=date'
    const saved = await send(`/articles/${ids[0]}/mark`, { is_saved: 'true', back })
    expect([saved.status, saved.headers.get('location')]).toEqual([303, back])
    await send(`/articles/${ids[0]}/mark`, { is_read: 'true' })
    const html = await open(back)
    expect(html).toContain(`aria-pressed="true" aria-label="Save: ${titleOf(0)}"`)
    expect(html).toMatch(/class="read"[^>]*>[^<]*lighthouse number 0 relit<\/a><span class="sr"> \(read\)/)
    expect((await reader.call('/items')).body.items[0].name).toBe(titleOf(0))
    expect((await send(`/articles/${ids[0]}/mark`, { is_read: 'maybe' })).status).toBe(400)
  })

  it('names other reports of its story', async () => {
    const [delivery] = await database.query<{ id: string; article_id: string }>(
      'select id, article_id from deliveries where user_id = $1 order by id limit 1',
      [reader.userId],
    )
    await database.query(
      'insert into delivery_reports (user_id, delivery_id, article_id) values ($1, $2, $3) on conflict do nothing',
      [reader.userId, delivery!.id, ids[40]],
    )
    expect(await open(`/articles/${delivery!.article_id}`)).toContain(`href="/articles/${ids[40]}"`)
    expect(await open(`/articles/${ids[40]}`)).toContain(`href="/articles/${delivery!.article_id}"`)
    const stranger = await open(`/articles/${ids[40]}`, 200, await appAs(database))
    expect(stranger).not.toContain('Other sources on this story')
  })
})

describe('other sources on a story', () => {
  it('are found for an article that no brief has brought, within days of it and of other sources', async () => {
    const [first, second] = [await source({ name: 'Quay Post' }), await source({ name: 'Bay Times' })]
    const hours = (n: number) => new Date(now - (100 + n) * 3600_000).toISOString()
    const tell = (title: string, source_id: number, n: number) =>
      article(title, { source_id, published_at: hours(n) })
    const told = await tell('Drawbridge at Quillhaven jams with a ferry beneath', first, 0)
    const again = await tell('Ferry stuck beneath jammed Quillhaven drawbridge', second, 5)
    const own = await tell('Quillhaven drawbridge jams: the ferry beneath waits', first, 6)
    const later = await tell('Drawbridge at Quillhaven jams with a ferry beneath', second, -95)
    const other = await tell('Quillhaven ferry gets a new captain and a coat of paint', second, 3)
    const html = await open(`/articles/${told}`, 200, await appAs(database))
    expect(html).toContain('Other sources on this story')
    expect(html).toContain(`href="/articles/${again}"`)
    for (const id of [own, later, other]) expect(html).not.toContain(`href="/articles/${id}"`)
    expect(await open(`/articles/${again}`)).toContain(`href="/articles/${told}"`)
  })
})

describe('the week in review', () => {
  it('has what was liked, saved and missed, and not what was read', async () => {
    const { body } = await reader.call('/api/v1/briefs/today')
    const [first, second, third] = body.topics[0].deliveries
    await send(`/deliveries/${first.id}/feedback`, { rating: 'up' })
    await send(`/articles/${second.article.id}/mark`, { is_read: 'true', is_saved: 'false' })
    await send(`/articles/${third.article.id}/mark`, { is_read: 'false', is_saved: 'false' })
    await send(`/articles/${ids[30]}/mark`, { is_saved: 'true' })
    await send(`/deliveries/${second.id}/feedback`, { rating: 'down' })
    const html = await open('/week')
    const part = (id: string) => html.split(`<ol class="cards" id="${id}">`)[1]?.split('</ol>')[0] ?? ''
    expect(part('liked')).toContain(first.article.title)
    expect(part('disliked')).toContain(second.article.title)
    expect(part('disliked')).not.toContain(first.article.title)
    expect(part('saved')).toContain(titleOf(30))
    expect(part('missed')).toContain(third.article.title)
    expect(part('missed')).not.toContain(second.article.title)
    expect(part('missed')).not.toContain(first.article.title)
    expect(html).toMatch(/3 articles in your briefs, \d of them read/)
  })

  it('goes back week by week, and to the ends of the calendar', async () => {
    expect(await open('/week/2020-03-01')).toContain('href="/week/2020-02-23"')
    await open('/week/0001-01-01')
    await open('/week/9999-12-31')
    await open('/week/2020-02-31', 400)
  })
})

describe('the text of a feed within a page of ours', () => {
  const html = (text: string) => readingHtml(text, 'https://a.example/b/')

  it.each([
    ['<main><h1>Title</h1><header>x</header></main>', '<div><h2>Title</h2><div>x</div></div>'],
    ['<li>alone</li><ul><li>listed</li></ul>', '<div>alone</div><ul><li>listed</li></ul>'],
    [
      '<a href="c"><img src="d.jpg" width=9 height=9 alt="A boat"></a>',
      '<a href="https://a.example/b/c" rel="noreferrer nofollow"><i>A boat</i></a>',
    ],
    ['<a href="c"><img src="d.jpg" alt=""></a>after', 'after'],
    ['<dl><dt>a</dt><dd>b</dd></dl>', '<div><div>a</div><div>b</div></div>'],
    ['a &lt;b&gt; &amp;', 'a &lt;b&gt; &amp;'],
  ])('%s', (given, expected) => expect(html(given)).toBe(expected))

  it('is harmless whatever was stored', () => {
    const hostile = html(
      '<script>alert(1)</script><p onclick=x style="x">a<iframe src=x></iframe><a href="javascript:x">b</a><svg onload=x>',
    )
    expect(hostile).not.toMatch(/script|on\w+=|style|iframe|svg/)
    expect(hostile).toContain('<p>a')
  })
})
