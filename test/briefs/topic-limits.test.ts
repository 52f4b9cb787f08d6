import { beforeAll, describe, expect, it } from 'vitest'
import { Random } from '../fuzz/hostile/random.ts'
import { appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const SEED = Number(process.env.TOPICS_SEED ?? 1)
const LONG = Boolean(process.env.LONG)
const ROUNDS = LONG ? 40 : 1
const KEYWORDS = 50
const LENGTH = 100

const database = useTestDatabase()
const random = new Random(SEED)
let reader: TestApp

const letters = (from: number, to: number, count: number) =>
  Array.from({ length: count }, () => String.fromCodePoint(from + random.below(to - from))).join('')
/** As many words as fit, parted by this. */
const words = (word: () => string, between = ' ', most = LENGTH) => {
  let text = word()
  for (;;) {
    const next = `${text}${between}${word()}`
    if ([...next].length > most) return text
    text = next
  }
}
const latin = (least: number, most: number) => () => letters(97, 123, least + random.below(most - least + 1))

/** Keywords as long as they may be, of each kind that there is. */
const KINDS: Record<string, [language: string, keyword: () => string]> = {
  'two words': ['english', () => `${latin(49, 49)()} ${latin(49, 49)()}`],
  'short words': ['german', () => words(latin(2, 4))],
  'words of any length': ['french', () => words(latin(3, 12))],
  'words with umlauts': ['swedish', () => words(() => `ä${latin(1, 3)()}ö`)],
  'Russian words': ['russian', () => words(() => letters(0x430, 0x450, 5))],
  'Arabic words': ['arabic', () => words(() => letters(0x627, 0x64a, 5))],
  'Chinese letters': ['simple', () => letters(0x4e00, 0x9000, LENGTH)],
  'Thai letters': ['simple', () => letters(0xe01, 0xe2e, LENGTH)],
  'letters that stand for several': ['english', () => letters(0xfb00, 0xfb05, LENGTH)],
  'Korean words': ['simple', () => words(() => letters(0xac00, 0xd7a0, 3))],
  phrases: ['english', () => `"${words(latin(2, 5), ' ', LENGTH - 3)}"`],
  beginnings: ['spanish', () => words(() => `${latin(2, 3)()}*`)],
  'parts of words': ['english', () => words(latin(1, 2), random.pick(['.', '-', '/', '@']))],
  'words beside exclusions': ['dutch', () => words(latin(3, 3), ' -', LENGTH)],
}

const topicOf = (kind: string, exclusions: number) => {
  const [language, keyword] = KINDS[kind]!
  const keywords = Array.from({ length: KEYWORDS }, (_, nth) =>
    nth < exclusions
      ? `-${[...keyword().replaceAll(' -', ' ')]
          .slice(0, LENGTH - 1)
          .join('')
          .trim()}`
      : keyword(),
  )
  // Wanted first: a topic needs one.
  return { name: `${kind}, ${exclusions} exclusions`, language, keywords: keywords.reverse() }
}

beforeAll(async () => {
  reader = await appAs(database)
  await database.query(
    `with source as (insert into sources (name, url, feed_url) values ('s', 'https://s.example', 'https://s.example/f') returning id)
     insert into articles (source_id, title, link, content_hash, published_at, summary_raw)
     select id, 'Electric ' || n, 'https://s.example/' || n, encode(sha256(n::text::bytea), 'hex'), now() - n * interval '1 hour', $1
     from source, generate_series(1, 10) n`,
    [['electric', ...Object.values(KINDS).map(([, keyword]) => keyword())].join(' ')],
  )
})

/** The articles that a topic's parts find, and those that all of its keywords in one query find. */
const found = (id: number) =>
  database.query<{ parts: boolean; whole: boolean }>(
    `select exists (select from unnest(searches) part where a.search @@ part)
         and not exists (select from unnest(exclusions) part where a.search @@ part) as parts,
       coalesce(a.search @@ topic_query(keywords, t.language), false) as whole
     from topics t, articles a where t.id = $1`,
    [id],
  )

describe('a topic of fifty keywords of a hundred characters', () => {
  const cases = Object.keys(KINDS).flatMap((kind, nth) =>
    [0, 30].filter((_, at) => LONG || at === nth % 2).map((exclusions) => [kind, exclusions] as const),
  )

  it.each(cases)('can be made, changed, previewed: %s, %i of them exclusions', async (kind, exclusions) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const topic = topicOf(kind, exclusions)
      const made = await reader.call('/api/v1/topics', json(topic))
      expect([made.status, JSON.stringify(made.body.errors)]).toEqual([201, undefined])
      const path = `/api/v1/topics/${made.body.id}`
      const changed = await reader.call(path, json({ keywords: [...topic.keywords].reverse() }, 'PATCH'))
      expect([changed.status, JSON.stringify(changed.body.errors)]).toEqual([200, undefined])
      expect((await reader.call(`${path}/preview`)).status).toBe(200)
      expect((await reader.call(`/api/v1/articles?topic_id=${made.body.id}`)).status).toBe(200)
      for (const { parts, whole } of await found(made.body.id)) expect(parts).toBe(whole)
      if (round < ROUNDS - 1) await reader.call(path, { method: 'DELETE' })
    }
  })

  it('has its place in a brief', async () => {
    const { status, body } = await reader.call('/api/v1/briefs/today', { method: 'POST' })
    expect([status, body.topics.length]).toEqual([200, cases.length])
  })

  it('finds what it is about, whichever of its keywords that is', async () => {
    const keywords = [...topicOf('Chinese letters', 0).keywords.slice(0, 49), 'electric']
    const made = await reader.call('/api/v1/topics', json({ name: 'Electric', keywords }))
    const { body } = await reader.call(`/api/v1/topics/${made.body.id}/preview`)
    expect(body.choices.length).toBeGreaterThan(0)
  })
})
