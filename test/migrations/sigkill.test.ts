import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { migrate } from '../../src/migrate/migrate.ts'
import { countingEntries, writeFolder } from './folder.ts'
import { describeDatabase, long, query, run, useScratch, useServer } from './harness.ts'

const server = useServer()
const scratch = useScratch()
const rounds = long ? 50 : 3

// Kills are spread over the run; the moment within each stretch is random.
test(
  `SIGKILL at ${rounds} moments: the next run completes, as if nothing had happened`,
  async () => {
    const folder = writeFolder(scratch('kill'), countingEntries(long ? 60_000 : 20_000))
    const undisturbed = await server.create()
    const start = performance.now()
    expect((await run(['up', '--folder', folder, '--url', undisturbed])).code).toBe(0)
    const usual = performance.now() - start
    const expected = await describeDatabase(undisturbed)
    const rows = await query(undisturbed, 'select count(*)::int, sum(n)::int, sum(m)::int from counters')
    let killed = 0
    for (let round = 0; round < rounds; round++) {
      const url = await server.create()
      const moment = usual * (0.3 + (0.7 * (round + Math.random())) / rounds)
      const ended = await run(['up', '--folder', folder, '--url', url], {
        onStart: (child) => void sleep(moment).then(() => child.kill('SIGKILL')),
      })
      killed += ended.code === null ? 1 : 0
      const next = await run(['up', '--folder', folder, '--url', url])
      expect(next.code, `killed after ${Math.round(moment)} ms: ${next.output}`).toBe(0)
      expect(await describeDatabase(url), `killed after ${Math.round(moment)} ms`).toEqual(expected)
      expect(await query(url, 'select count(*)::int, sum(n)::int, sum(m)::int from counters')).toEqual(rows)
      expect((await migrate({ databaseUrl: url, folder })).applied).toEqual([])
    }
    // Late moments may find a run that has ended; most have to hit.
    expect(killed).toBeGreaterThanOrEqual(rounds / 3)
  },
  long ? 600_000 : 60_000,
)
