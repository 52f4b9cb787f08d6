import { expect, test } from 'vitest'
import { countingEntries, writeFolder } from './folder.ts'
import { long, query, run, useScratch, useServer } from './harness.ts'

const server = useServer()
const scratch = useScratch()

test.each([
  { racers: 2, races: long ? 50 : 3 },
  { racers: 8, races: long ? 10 : 1 },
])(
  '$races races of $racers: each exits 0 and nothing is applied twice',
  async ({ racers, races }) => {
    const folder = writeFolder(scratch(`race${racers}`), countingEntries())
    for (let race = 0; race < races; race++) {
      const url = await server.create()
      const all = await Promise.all(
        Array.from({ length: racers }, () => run(['up', '--folder', folder, '--url', url, '--json'])),
      )
      expect(all.map(({ code, stderr }) => (code === 0 ? '' : stderr)).join('')).toBe('')
      const applied = all.flatMap(({ stdout }) => JSON.parse(stdout).applied)
      expect(applied.sort()).toEqual(['0000_table', '0001_count', '0002_index', '0003_count'])
      expect(await query(url, 'select distinct n, m from counters')).toEqual([{ n: 111, m: 1 }])
      expect(await query(url, 'select count(*)::int as n from drizzle.__drizzle_migrations')).toEqual([
        { n: 4 },
      ])
      expect(await query(url, 'select from pg_index where not indisvalid')).toEqual([])
    }
  },
  long ? 600_000 : 60_000,
)
