import { beforeAll, describe, expect, it } from 'vitest'
import { arrange, words } from '../briefs/arrange.ts'
import { appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
const { source, article, topic } = arrange(database)
let app: TestApp
let topicId: number

const TITLES = ['wins the lottery', 'is closed', 'sees whales'].map(
  (what) => `Harbour ferry ${what} ${words(what)}`,
)

beforeAll(async () => {
  app = await appAs(database)
  topicId = await topic(app.userId, ['harbour', 'ferry'])
  for (const title of TITLES)
    await article(title, {
      source_id: await source(),
      published_at: new Date(Date.now() - 3 * 3600_000).toISOString(),
    })
})

const mute = (muted_words: unknown) => app.call('/api/v1/me', json({ muted_words }, 'PATCH'))
const preview = async () => (await app.call(`/api/v1/topics/${topicId}/preview`)).body

describe('words that a reader never wants', () => {
  it('are kept as written, without a minus, and shown to nobody else', async () => {
    const reply = await mute(['  -lottery ', '“royal  family”', 'lottery'])
    expect([reply.status, reply.body.muted_words]).toEqual([200, ['lottery', '"royal family"']])
    expect((await app.call('/api/v1/me')).body.muted_words).toEqual(['lottery', '"royal family"'])
    expect((await app.call('/api/v1/me/export')).body.user.muted_words).toEqual(['lottery', '"royal family"'])
    const admin = await appAs(database, { role: 'admin' })
    expect((await admin.call(`/api/v1/users/${app.userId}`)).body).not.toHaveProperty('muted_words')
  })

  it('keep articles away from the preview, the brief and more on a topic, and the preview says so', async () => {
    await mute([])
    expect((await preview()).choices).toHaveLength(3)
    await mute(['lotteries'])
    const shown = await preview()
    expect(shown.choices.map(({ article }: { article: { title: string } }) => article.title).sort()).toEqual(
      TITLES.slice(1),
    )
    expect(shown.exclusions).toMatchObject([
      { keyword: '-lotteries', articles: 1, newest: [{ title: TITLES[0] }] },
    ])
    const page = await app.request('/topics/preview', {
      method: 'POST',
      body: new URLSearchParams({ name: 'x', keywords: 'harbour', language: 'english' }),
      headers: { accept: 'text/html' },
    })
    expect(await page.text()).not.toMatch(/<article class="card"><h3[^>]*><a[^>]*>Harbour ferry wins/)
    const more = await app.call(`/api/v1/articles?topic_id=${topicId}`)
    expect(JSON.stringify(more.body)).not.toContain('lottery')
    await app.call('/api/v1/briefs/today', { method: 'POST' })
    const brief = await app.call('/api/v1/briefs/today')
    expect(JSON.stringify(brief.body)).toContain('ferry')
    expect(JSON.stringify(brief.body)).not.toContain('lottery')
  })

  it.each([
    [['""'], '#/muted_words/0'],
    [['x'.repeat(101)], '#/muted_words/0'],
    [Array.from({ length: 51 }, (_, n) => `word${n}`), '#/muted_words'],
    ['lottery', '#/muted_words'],
    [[1], '#/muted_words/0'],
  ])('refuses what is none: %j', async (words, pointer) => {
    const reply = await mute(words)
    expect([reply.status, reply.body.errors[0].pointer]).toEqual([400, pointer])
  })

  it('are written on the settings page, a line each', async () => {
    const form = { method: 'POST', body: new URLSearchParams({ muted_words: 'cricket\r\n\r\nlotter*' }) }
    expect((await app.request('/settings/muted', form)).status).toBe(303)
    expect((await app.call('/api/v1/me')).body.muted_words).toEqual(['cricket', 'lotter*'])
    const page = await app.request('/settings', { headers: { accept: 'text/html' } })
    expect(await page.text()).toMatch(/<textarea id="muted_words"[^>]*>cricket\nlotter\*<\/textarea>/)
  })
})
