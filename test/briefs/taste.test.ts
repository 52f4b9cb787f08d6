import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { appAs, json } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { ago, arrange, MORNING } from './arrange.ts'

const database = useTestDatabase()
const { source, article, topic, build, delivered } = arrange(database)

const DAYS = 10
const day = (n: number) => new Date(Date.parse(MORNING) + n * 86_400_000).toISOString()

it('sends fewer of a source after ten thumbs down, and changes nothing for others', async () => {
  const disliked = await source({ credibility: 0.9 })
  const sources = [disliked, await source({ credibility: 0.6 }), await source({ credibility: 0.6 })]
  const critic = await appAs(database)
  const other = await appAs(database)
  const topics = [await topic(critic.userId, ['quartz']), await topic(other.userId, ['quartz'])] as [
    number,
    number,
  ]
  /** Words that no other title has. */
  const words = (seed: string) =>
    createHash('sha256')
      .update(seed)
      .digest('hex')
      .slice(0, 40)
      .replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)]!)
      .replace(/(.{8})/g, '$1 ')
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
  expect(await picks(topics[0], since)).toBeLessThan(before / 4)
  expect(await picks(topics[1], since)).toBe(before)
  const parts = (await delivered(topics[0])).findLast((row) => row.source_id !== disliked)!.score_parts
  expect(parts).toMatchObject({ source_thumbs: 1, keyword_thumbs: (2 * 5) / 20 })
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
