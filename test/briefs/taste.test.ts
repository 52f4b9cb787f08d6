import { expect, it } from 'vitest'
import { appAs, json } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { ago, arrange, MORNING, words } from './arrange.ts'

const database = useTestDatabase()
const { source, article, topic, build, delivered } = arrange(database)

const DAYS = 10
const day = (n: number) => new Date(Date.parse(MORNING) + n * 86_400_000).toISOString()

it('gives the first places to others after ten thumbs down, and changes nothing for other readers', async () => {
  const disliked = await source({ credibility: 0.9 })
  const sources = [disliked, await source({ credibility: 0.6 }), await source({ credibility: 0.6 })]
  const critic = await appAs(database)
  const other = await appAs(database)
  const topics = [await topic(critic.userId, ['quartz']), await topic(other.userId, ['quartz'])] as [
    number,
    number,
  ]
  /** Each morning every source has two new stories of the same age, none like another. */
  const news = async (n: number) => {
    for (const [at, source_id] of sources.entries())
      for (const half of [0, 1]) {
        const title = `Quartz ${words(`${n} ${at} ${half}`)}`
        await article(title, { source_id, published_at: ago(2, day(n)) })
      }
  }
  const picks = async (id: number, since: string) =>
    (await delivered(id)).filter((row) => row.source_id === disliked && row.delivery_date >= since).length
  for (let n = 0; n < DAYS; n++) {
    await news(n)
    await build(day(n))
  }
  const before = await picks(topics[0], '2026-01-01')
  expect(before).toBe(2 * DAYS)
  const downs = (await delivered(topics[0])).filter((row) => row.source_id === disliked).slice(0, 10)
  for (const { id } of downs)
    await critic.call(`/api/v1/deliveries/${id}/feedback`, json({ rating: 'down' }, 'PUT'))
  for (let n = DAYS; n < 2 * DAYS; n++) {
    await news(n)
    await build(day(n))
  }
  const since = day(DAYS).slice(0, 10)
  // The third place goes by what other readers would get, too.
  const places = (await delivered(topics[0]))
    .filter((row) => row.source_id === disliked && row.delivery_date >= since)
    .map((row) => row.position)
  expect(new Set(places)).toEqual(new Set([3]))
  expect(await picks(topics[1], since)).toBe(before)
  const parts = (await delivered(topics[0])).findLast((row) => row.position === 1)!.score_parts
  // Two thumbs of each of five days, the older counting less: by keyword with a prior of ten.
  const said = [0, 1, 2, 3, 4].reduce((sum, days) => sum + 2 * 0.5 ** (days / 4), 0)
  expect(parts.source_thumbs).toBe(1)
  expect(parts.keyword_thumbs).toBeCloseTo(1 - said / (said + 10), 5)
  expect((await delivered(topics[1])).at(-1)!.score_parts).toMatchObject({
    source_thumbs: 1,
    keyword_thumbs: 1,
  })
})

it('lets one thumb move a source a little, and banish nobody', async () => {
  const reader = await appAs(database)
  const id = await topic(reader.userId, ['basalt'])
  const only = await source()
  await article('Basalt cliffs reopen', { source_id: only, published_at: ago(1, day(30)) })
  await build(day(30))
  const [first] = await delivered(id)
  await reader.call(`/api/v1/deliveries/${first!.id}/feedback`, json({ rating: 'down' }, 'PUT'))
  await article('What basalt tells of the moon', { source_id: only, published_at: ago(1, day(31)) })
  await build(day(31))
  expect((await delivered(id))[1]!.score_parts.source_thumbs).toBeCloseTo(6 / 7, 12)
  await reader.call(`/api/v1/deliveries/${first!.id}/feedback`, json({ rating: 'up' }, 'PUT'))
  await article('New museum for basalt columns', { source_id: only, published_at: ago(1, day(32)) })
  await build(day(32))
  expect((await delivered(id))[2]!.score_parts.source_thumbs).toBeCloseTo(8 / 7, 12)
})
