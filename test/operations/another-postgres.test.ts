import pg from 'pg'
import { afterAll, expect, it } from 'vitest'
import { startNeonProxy } from '../../src/local/neon/index.ts'
import { migrate } from '../../src/migrate/migrate.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { choices, fill, measure, type QualityDatabase } from '../quality/measure.ts'
import { readBuiltIn } from '../quality/set/index.ts'
import { findSystemPostgres, startSystemPostgres } from './system-postgres.ts'

const SEEDS = process.env.LONG ? 10 : 1

const ending: (() => Promise<void> | void)[] = []
afterAll(async () => {
  for (const end of ending.reverse()) await end()
})
const embedded = useTestDatabase()

/** A migrated, empty database of the system's own Postgres. */
async function openOther(bin: string): Promise<QualityDatabase> {
  const postgres = await startSystemPostgres(bin)
  ending.push(postgres.stop)
  await postgres.admin('create role brief login createdb createrole')
  await postgres.admin('create database other owner brief')
  const { port } = postgres
  const directUrl = `postgres://brief:none@127.0.0.1:${port}/other`
  await migrate({ databaseUrl: directUrl, folder: 'drizzle' })
  const proxy = await startNeonProxy({ upstream: { host: '127.0.0.1', port, user: 'brief' } })
  ending.push(proxy.close)
  const pool = new pg.Pool({ connectionString: directUrl, max: 1 })
  ending.push(() => pool.end())
  return {
    url: proxy.url({ database: 'other' }),
    query: async (text, values) => (await pool.query(text, values)).rows,
  }
}

const bin = findSystemPostgres()
// Debian's is 15, the oldest that the service runs on; where a system has none, its CI has one.
if (bin) {
  it('chooses the same of the same rows on another Postgres, to the digit', {
    timeout: 600_000,
  }, async () => {
    const other = await openOther(bin)
    const set = readBuiltIn()
    for (const database of [embedded, other]) await fill(database, set)
    let rows = 0
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      for (const database of [embedded, other]) await measure(database, set, seed)
      const chosen = await choices(embedded)
      expect(chosen.length).toBeGreaterThan(set.topics.length)
      expect(await choices(other)).toEqual(chosen)
      rows += chosen.length
    }
    const versions = [embedded, other].map((database) => database.query('show server_version'))
    const [here, there] = (await Promise.all(versions)).map(([row]) => row?.server_version)
    console.log(`${rows} deliveries of ${SEEDS} seeds are the same on Postgres ${here} and ${there}`)
  })
}
