import { describe, expect, inject, test } from 'vitest'
import { renderError } from '../../src/migrate/errors.ts'
import { migrate } from '../../src/migrate/migrate.ts'
import { rollback } from '../../src/migrate/rollback.ts'
import { countingEntries, statements, writeFolder } from './folder.ts'
import { long, query, run, useScratch, useServer } from './harness.ts'
import { type Pool, pgbouncer, usePgBouncer } from './pgbouncer.ts'

const server = useServer()
const scratch = useScratch()
const { start: startPgBouncer, stop: stopPgBouncers } = usePgBouncer()
const [table, count, index, more] = countingEntries()
const inTransaction = [table!, count!, more!]
const locks = `select from pg_locks where locktype = 'advisory'
  and database = (select oid from pg_database where datname = current_database())`

const pools: Pool[] = [1, 4, 20].flatMap((size) => [
  { mode: 'transaction' as const, size },
  { mode: 'session' as const, size },
])

/** Lets runs race for one database, over the addresses in turn; nothing is doubled, and no lock is left. */
async function race(name: string, url: string, addresses: string[], entries = inTransaction): Promise<void> {
  const folder = writeFolder(scratch(name), entries)
  const racers = Array.from({ length: 4 }, (_, at) =>
    migrate({ databaseUrl: addresses[at % addresses.length]!, folder }),
  )
  const applied = (await Promise.all(racers)).flatMap((one) => one.applied)
  expect(applied.sort()).toEqual(entries.map(({ tag }) => tag))
  expect(await query(url, 'select distinct n, m from counters')).toEqual([{ n: 111, m: 1 }])
  expect(await query(url, 'select count(*)::int as n from drizzle.__drizzle_migrations')).toEqual([
    { n: entries.length },
  ])
  expect(await query(url, locks)).toEqual([])
}

describe.skipIf(!pgbouncer)('behind PgBouncer', () => {
  test.each(pools)(
    'races in $mode mode with a pool of $size: each migration once, no lock left',
    async (pool) => {
      for (let turn = 0; turn < (long ? 50 : 1); turn++) {
        const url = await server.create()
        await race(`${pool.mode}-${pool.size}`, url, [await startPgBouncer(pool, url)])
        await stopPgBouncers()
      }
    },
    long ? 900_000 : 60_000,
  )

  test(
    'races over two poolers, the server itself and the protocol of Neon',
    async () => {
      for (let turn = 0; turn < (long ? 50 : 1); turn++) {
        const url = await server.create()
        const neon = Object.assign(new URL(url), { host: inject('neonHost') }).href
        const addresses = [
          await startPgBouncer({ mode: 'transaction', size: 1 }, url),
          await startPgBouncer({ mode: 'transaction', size: 4 }, url),
          url,
          neon,
        ]
        await race('two-proxies', url, addresses)
        await stopPgBouncers()
      }
    },
    long ? 900_000 : 60_000,
  )

  test.each(pools.filter(({ mode }) => mode === 'session'))(
    'a session pooler with a pool of $size may build indexes concurrently',
    async (pool) => {
      const url = await server.create()
      await race(
        `session-${pool.size}`,
        url,
        [await startPgBouncer(pool, url)],
        [table!, count!, index!, more!],
      )
    },
  )

  test.each(pools.filter(({ mode }) => mode === 'transaction'))(
    'what needs a session is refused before anything is done, with a pool of $size',
    async (pool) => {
      const url = await server.create()
      const pooled = await startPgBouncer(pool, url)
      const folder = writeFolder(scratch(`refused-${pool.size}`), [table!, count!, index!])
      const error = await migrate({ databaseUrl: pooled, folder }).catch((cause: unknown) => cause)
      expect(renderError(error).join('\n')).toMatch(
        /0002_index\.sql.* cannot be done behind a transaction pooler/,
      )
      expect(await query(url, "select to_regclass('counters') as made")).toEqual([{ made: null }])
      expect(await query(url, locks)).toEqual([])
    },
  )

  test('a rollback and what it would lose, in transaction mode', async () => {
    const url = await server.create()
    const pooled = await startPgBouncer({ mode: 'transaction', size: 1 }, url)
    const folder = writeFolder(scratch('back'), inTransaction)
    await migrate({ databaseUrl: pooled, folder })
    const { rolledBack, losses } = await rollback({ databaseUrl: pooled, folder, confirm: async () => true })
    expect(rolledBack).toEqual(['0003_count'])
    expect(losses).toEqual([{ table: 'public.counters', column: 'm', rows: 200 }])
    expect(await query(url, locks)).toEqual([])
  })

  test('what a migration sets does not reach whoever gets the session next', async () => {
    const url = await server.create()
    const pooled = await startPgBouncer({ mode: 'transaction', size: 1 }, url)
    const up = statements('CREATE SCHEMA other;', 'SET search_path = other;', "SET statement_timeout = '1h';")
    await migrate({ databaseUrl: pooled, folder: writeFolder(scratch('leak'), [{ tag: '0000_sets', up }]) })
    expect(
      await query(
        pooled,
        "select current_setting('search_path') as path, current_setting('statement_timeout') as timeout",
      ),
    ).toEqual([{ path: '"$user", public', timeout: '0' }])
  })

  test('a locked table is told and given up in time, though there is no second connection to look with', async () => {
    const url = await server.create()
    const pooled = await startPgBouncer({ mode: 'transaction', size: 1 }, url)
    const folder = writeFolder(scratch('blocked'), [table!])
    await migrate({ databaseUrl: pooled, folder })
    const other = await server.connect(url)
    await other.query('begin; lock table counters')
    writeFolder(folder, inTransaction)
    const { code, output } = await run([
      ...['up', '--folder', folder, '--url', pooled, '--lock-timeout', '300ms', '--retry-locks', '0'],
    ])
    expect(code, output).toBe(1)
    expect(output).toContain('canceling statement due to lock timeout')
    await other.query('rollback')
  })
})
