import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { embedCandidates } from '../../src/embeddings/embed-candidates.ts'
import { SCORE_PARTS, SCORING, type ScoreParts } from '../../src/features/briefs/scoring.ts'
import { ago, arrange, MORNING } from '../briefs/arrange.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { localEmbedder } from '../quality/local-model.ts'

const database = useTestDatabase()
const { article, build, delivered, topic, user } = arrange(database)

/** A server of OpenAI's protocol with a real, small model behind it. */
let server: Server
let url: string
const asked: { auth: string | undefined; texts: string[] }[] = []
let answer: (vectors: number[][]) => { status: number; body: unknown }
beforeAll(async () => {
  const model = await localEmbedder()
  server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const { input: texts } = JSON.parse(text)
    asked.push({ auth: request.headers.authorization, texts })
    const { status, body } = answer((await model.embed(texts)).vectors)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`
  // What says "apple" as often as the others, and came last, is about fruit.
  await article('Apple harvest begins', {
    summary: '<p>Farmers pick the ripe apple from orchard trees; the fruit is sweet this autumn.</p>',
    published_at: ago(1),
  })
  await article('Apple shows a faster chip', {
    summary: '<p>The apple computer company demonstrated laptops and software to developers.</p>',
    published_at: ago(20),
  })
  await article('Apple delays its operating system', {
    summary: '<p>Engineers at apple need more time for the macintosh software update.</p>',
    published_at: ago(22),
  })
})
afterAll(() => new Promise((resolve) => server.close(resolve)))
beforeEach(() => {
  asked.length = 0
  answer = (vectors) => ({ status: 200, body: { data: withIndex(vectors), usage: { total_tokens: 50 } } })
})

const withIndex = (vectors: number[][]) => vectors.map((embedding, index) => ({ embedding, index })).reverse()
const config = (more: object = {}) =>
  readConfig({ DATABASE_URL: database.url, EMBEDDING_MODEL: 'use', EMBEDDING_URL: url, ...more })
const ask = async (keywords = ['apple', 'computer software', 'laptops']) => topic(await user(), keywords)
const forget = async () => {
  await database.query('delete from article_embeddings')
  await database.query('delete from question_embeddings')
  await database.query('delete from summary_budgets')
}
const count = async (table: string) =>
  (await database.query<{ n: number }>(`select count(*)::int as n from ${table}`))[0]!.n

it('puts what is near to the question in meaning first, once its candidates have vectors', async () => {
  const byWords = await ask(['apple'])
  await build(MORNING)
  expect((await delivered(byWords)).map(({ title }) => title)[0]).toBe('Apple harvest begins')

  const byMeaning = await ask(['apple', 'software'])
  await embedCandidates(config({ EMBEDDING_API_KEY: 'k' }), undefined, MORNING)
  await build(MORNING)
  const got = await delivered(byMeaning)
  expect(got.map(({ title }) => title)[0]).not.toBe('Apple harvest begins')
  const { least, most } = SCORING.meaning
  for (const { score, score_parts } of got) {
    expect(score_parts.meaning).toBeGreaterThanOrEqual(least)
    expect(score_parts.meaning).toBeLessThanOrEqual(most)
    const parts = score_parts as ScoreParts
    expect(SCORE_PARTS.reduce((product, part) => product * parts[part], 1)).toBe(score)
  }
  expect(asked.map(({ auth }) => auth)).toEqual(['Bearer k'])
  expect(asked[0]!.texts).toContain('apple, software')
  expect(asked[0]!.texts).toContainEqual(expect.stringMatching(/^Apple harvest begins\. Farmers pick/))
})

it('asks once an article, and once for all who ask the same', async () => {
  await forget()
  await ask()
  await embedCandidates(config(), undefined, MORNING)
  expect(asked).toHaveLength(1)
  const [articles, questions] = [await count('article_embeddings'), await count('question_embeddings')]
  await ask()
  await embedCandidates(config(), undefined, MORNING)
  expect(asked).toHaveLength(1)
  expect([await count('article_embeddings'), await count('question_embeddings')]).toEqual([
    articles,
    questions,
  ])
  await build(MORNING)
})

it.each<[string, typeof answer | null, object]>([
  ['fails', () => ({ status: 500, body: {} }), {}],
  ['answers with less', (vectors) => ({ status: 200, body: { data: withIndex(vectors.slice(1)) } }), {}],
  ['answers with no numbers', () => ({ status: 200, body: { data: [{ index: 0, embedding: ['x'] }] } }), {}],
  ['has used its budget', null, { EMBEDDING_DAILY_TOKENS: '10' }],
  ['is not there', null, { EMBEDDING_URL: 'http://127.0.0.1:9/v1' }],
  ['is on a binding that is missing', null, { EMBEDDING_MODEL: '@cf/baai/bge-m3' }],
])('chooses by words alone when the model %s, and says so', async (_, bad, more) => {
  await forget()
  if (bad) answer = bad
  const id = await ask()
  const lines: unknown[] = []
  for (const level of ['log', 'warn', 'error'] as const)
    vi.spyOn(console, level).mockImplementation((line) => void lines.push(line))
  await embedCandidates(config(more), undefined, MORNING)
  vi.restoreAllMocks()
  expect(lines.join('\n')).toMatch(/embedding_failed|embedding_budget_used|ai_binding_missing/)
  await build(MORNING)
  const got = await delivered(id)
  expect(got.length).toBeGreaterThan(0)
  expect(got.map(({ score_parts }) => score_parts.meaning)).toEqual(got.map(() => 1))
})

it('keeps to the words where one candidate has no vector', async () => {
  await forget()
  const id = await ask()
  await embedCandidates(config(), undefined, MORNING)
  await database.query('delete from article_embeddings where id = (select min(id) from article_embeddings)')
  await build(MORNING)
  expect(new Set((await delivered(id)).map(({ score_parts }) => score_parts.meaning))).toEqual(new Set([1]))
})

it('takes a model of the binding, and keeps account of what is used', async () => {
  await forget()
  await ask()
  const { embed } = await localEmbedder()
  const ai = {
    run: async (model: string, { text }: Record<string, unknown>) => {
      expect(model).toBe('@cf/baai/bge-m3')
      return { shape: [], data: (await embed(text as string[])).vectors }
    },
  }
  await embedCandidates(config({ EMBEDDING_MODEL: '@cf/baai/bge-m3' }), ai, MORNING)
  expect(await count("article_embeddings where model = '@cf/baai/bge-m3'")).toBeGreaterThan(0)
  const [budget] = await database.query<{ used: number; summaries: number }>(
    'select embedding_tokens_used as used, tokens_used as summaries from summary_budgets',
  )
  expect(budget!.used).toBeGreaterThan(50)
  expect(budget!.summaries).toBe(0)
  await build(MORNING)
})

it('forgets vectors that no choice needs any more', async () => {
  await database.query("update article_embeddings set created_at = now() - interval '8 days'")
  await embedCandidates(config(), undefined, MORNING)
  expect(await count('article_embeddings')).toBe(0)
})

it('names what is missing beside EMBEDDING_MODEL', () => {
  expect(() => readConfig({ DATABASE_URL: database.url, EMBEDDING_MODEL: 'use' })).toThrow(
    'EMBEDDING_URL: is missing',
  )
})
