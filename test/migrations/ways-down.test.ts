import { generateDrizzleJson } from 'drizzle-kit/api'
import * as fc from 'fast-check'
import type pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { diffSchemas } from '../../src/migrate/describe/diff.ts'
import { describeSchema } from '../../src/migrate/describe/index.ts'
import { diffJournalSnapshots } from '../../src/migrate/generate/kit.ts'
import { emptySnapshot, type Snapshot } from '../../src/migrate/generate/snapshot.ts'
import { generateWayDown } from '../../src/migrate/generate/way-down.ts'
import { long, useServer } from './harness.ts'
import { build, changes } from './random-schema.ts'

const server = useServer()
let client: pg.Client
const runs = long ? 2000 : 30

beforeAll(async () => {
  client = await server.connect(await server.create())
})

async function snapshotOf(schema: Record<string, unknown>): Promise<Snapshot> {
  return (await generateDrizzleJson(schema)) as unknown as Snapshot
}

/** Describes what scripts make of the empty database, one after the other, and undoes it all. */
async function describeAfter(...scripts: string[][]) {
  await client.query('begin')
  try {
    for (const [at, sql] of scripts.flatMap((script, at) => script.map((text) => [at, text] as const))) {
      await client.query(sql).catch((error: Error) => {
        // What drizzle-kit itself cannot make from nothing says nothing about the way back.
        if (at === 0) throw new Unmakeable()
        throw new Error(`${error.message}\n  in: ${sql}\n  after:\n${scripts.at(-1)?.join('\n')}`)
      })
    }
    return await describeSchema(client, { within: true })
  } finally {
    await client.query('rollback')
  }
}

class Unmakeable extends Error {}

/** How the way back from `after` to `before` misses it; nothing when it does not. */
async function miss(before: Snapshot, after: Snapshot): Promise<string[]> {
  const expected = await describeAfter(await diffJournalSnapshots(emptySnapshot, before))
  const makeAfter = await diffJournalSnapshots(emptySnapshot, after)
  const down = await generateWayDown(before, after, [])
  return diffSchemas(expected, await describeAfter(makeAfter, down))
}

test(
  `${runs} random changes: the way down leads back to the very schema`,
  async () => {
    let tried = 0
    await fc.assert(
      fc.asyncProperty(changes, async ([one, other]) => {
        const [before, after] = [await snapshotOf(build(one)), await snapshotOf(build(other))]
        const missed = await miss(before, after).catch((error: unknown) => {
          if (error instanceof Unmakeable) return undefined
          throw error
        })
        if (!missed) return
        tried += 1
        // Each leaves its rows in the catalogs, though it was undone, and every description reads them.
        if (tried % 50 === 0) await client.query('vacuum')
        expect(missed).toEqual([])
      }),
      { numRuns: runs, ...(process.env.SEED && { seed: Number(process.env.SEED) }) },
    )
    expect(tried).toBeGreaterThan(runs / 2)
  },
  long ? 3 * 3_600_000 : 180_000,
)
