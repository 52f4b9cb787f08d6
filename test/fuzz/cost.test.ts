import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ADVERSARIES } from './cost/adversaries.ts'
import { ENTRY_POINTS } from './cost/entry-points.ts'
import { type Cost, MOST, worstCost } from './cost/measure.ts'
import { REACHED_THROUGH } from './cost/reached-through.ts'

const LONG = Boolean(process.env.LONG)
/** Characters of the largest text, as far as so many can reach a function. */
const SIZE = LONG ? 1024 * 1024 : 32 * 1024
/** Of the texts that cost the most at a quarter of that, so many are made to grow. */
const GROWING = LONG ? 6 : 2
/** Every so manyth text is tried; all take hours. */
const STEP = Number(process.env.COST_STEP ?? (LONG ? 1 : 23))

const figures: (Cost & { name: string })[] = []

describe('whatever strangers send takes time by its length, and little', () => {
  it.each(Object.entries(ENTRY_POINTS))(
    '%s',
    async (name, point) => {
      const texts = ADVERSARIES.filter((_, at) => at % STEP === name.length % STEP)
      const cost = await worstCost(point, texts, SIZE, GROWING)
      figures.push({ name, ...cost })
      expect(cost.exponent, `grows with ${cost.adversary}`).toBeLessThanOrEqual(MOST.exponent)
      expect(cost.msPer100KB, `costs most with ${cost.adversary}`).toBeLessThanOrEqual(MOST.ms)
    },
    LONG ? 600_000 : 60_000,
  )

  it('has a case for every function of the rooms that strangers’ text comes into', () => {
    const rooms = [
      'src/{http,summaries,ingest/fetch,ingest/parse,ingest/normalise,ingest/opml}/*.ts',
      'src/features/channels/{mail-events,signed-links}.ts',
    ]
    const exported = globSync(rooms)
      .filter((file) => !file.endsWith('queries.ts'))
      .flatMap((file) => [
        ...readFileSync(file, 'utf8').matchAll(/^export (?:async )?(?:function\*?|const|class) (\w+)/gm),
      ])
      .map(([, name]) => name!)
      .filter((name) => !/^[A-Z_]+$/.test(name))
    const isMeasured = (name: string) =>
      Object.keys(ENTRY_POINTS).some((point) => point.split(/[: ]/)[0] === name)
    expect(exported.filter((name) => !isMeasured(name) && !(name in REACHED_THROUGH))).toEqual([])
    const through = Object.values(REACHED_THROUGH).filter((point) => point !== null)
    expect(through.filter((point) => !(point in ENTRY_POINTS))).toEqual([])
    expect(Object.keys(REACHED_THROUGH).filter((name) => !exported.includes(name))).toEqual([])
  })

  it('prints what each takes, the worst first', () => {
    figures.sort((a, b) => b.msPer100KB - a.msPer100KB)
    for (const { name, adversary, msPer100KB, exponent } of figures) {
      console.log(
        `${msPer100KB.toFixed(1)} ms/100 KB, exponent ${exponent.toFixed(2)}: ${name}, by ${adversary}`,
      )
    }
    expect(figures).toHaveLength(Object.keys(ENTRY_POINTS).length)
  })
})
