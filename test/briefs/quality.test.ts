import { beforeAll, expect, it } from 'vitest'
import { useTestDatabase } from '../harness/test-database.ts'
import { choices, fill, measure, measurePairs } from '../quality/measure.ts'
import { readBuiltIn } from '../quality/set/index.ts'

const database = useTestDatabase()
const set = readBuiltIn()
const SEEDS = process.env.LONG ? 10 : 2

beforeAll(() => fill(database, set))

it('chooses well on the built-in set, and nothing where there is no news', async () => {
  expect(set.topics.length).toBeGreaterThanOrEqual(30)
  expect(set.articles(1).length).toBeGreaterThanOrEqual(600)
  let repeats = 0
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { figures } = await measure(database, set, seed)
    expect(figures.precision).toBeGreaterThanOrEqual(0.95)
    repeats += figures.repeats
    expect(figures.picks_for_nothing).toBe(0)
  }
  expect(repeats / SEEDS).toBeLessThanOrEqual(1)
})

it('finds most pairs of reports of one story', async () => {
  const { recall, precision } = await measurePairs(database, set)
  expect(recall).toBeGreaterThanOrEqual(0.85)
  expect(precision).toBeGreaterThanOrEqual(0.95)
})

it('gives the same brief of the same rows, to the digit', async () => {
  await measure(database, set, 1)
  const first = await choices(database)
  await measure(database, set, 2)
  await measure(database, set, 1)
  expect(await choices(database)).toEqual(first)
})
