import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { migrate } from '../../src/migrate/migrate.ts'
import { countingEntries, statements, writeFolder } from './folder.ts'
import { query, run, useScratch, useServer } from './harness.ts'

const server = useServer()
const scratch = useScratch()
const entries = countingEntries()

/** A database with the table, and the folder up to its index migration. */
async function prepare(name: string) {
  const databaseUrl = await server.create()
  await migrate({ databaseUrl, folder: writeFolder(scratch(`${name}-first`), entries.slice(0, 2)) })
  return { databaseUrl, folder: writeFolder(scratch(name), entries.slice(0, 3)) }
}

describe('an index that an earlier run left', () => {
  test('half-built: is dropped and built anew', async () => {
    const { databaseUrl, folder } = await prepare('half')
    const client = await server.connect(databaseUrl)
    await client.query('insert into counters values (1001, 11), (1002, 11)')
    const failed = client.query('create unique index concurrently counters_n on counters (n) where n > 0')
    await expect(failed).rejects.toThrow('could not create unique index')
    const texts: string[] = []
    await migrate({ databaseUrl, folder, report: ({ text }) => texts.push(text) })
    expect(texts).toContain('index counters_n was left half-built; building it anew')
    const built = await query(
      databaseUrl,
      `select indisvalid, indisunique from pg_index where indexrelid = 'counters_n'::regclass`,
    )
    expect(built).toEqual([{ indisvalid: true, indisunique: false }])
  })

  test('finished: is kept, when it is the same', async () => {
    const { databaseUrl, folder } = await prepare('finished')
    await query(databaseUrl, 'create index counters_n on counters (n) where n > 0')
    const oid = await query(databaseUrl, `select 'counters_n'::regclass::oid as oid`)
    const texts: string[] = []
    await migrate({ databaseUrl, folder, report: ({ text }) => texts.push(text) })
    expect(texts).toContain('index counters_n is built already')
    expect(await query(databaseUrl, `select 'counters_n'::regclass::oid as oid`)).toEqual(oid)
  })

  test.each([
    'create index counters_n on counters (n) where n > 1',
    'create unique index counters_n on counters (n, id) where n > 0',
    'create table other (n int); create index counters_n on other (n)',
  ])('another of this name is refused: %s', async (sql) => {
    const { databaseUrl, folder } = await prepare(`other-${sql.length}`)
    await query(databaseUrl, sql)
    await expect(migrate({ databaseUrl, folder })).rejects.toThrow('another one has this name')
    expect(await query(databaseUrl, 'select count(*)::int from drizzle.__drizzle_migrations')).toEqual([
      { count: 2 },
    ])
  })
})

test('an index build does not deadlock with runs that wait for the lock', async () => {
  const { databaseUrl, folder } = await prepare('deadlock')
  const writer = await server.connect(databaseUrl)
  await writer.query('begin; update counters set n = n where id = 1')
  const first = run(['up', '--folder', folder, '--url', databaseUrl, '--json'])
  // The build waits for the writer; the second run waits for the first.
  await until(
    databaseUrl,
    `select from pg_stat_activity where query like '%CREATE INDEX CONC%' and wait_event_type = 'Lock'`,
  )
  let said = ''
  const second = run(['up', '--folder', folder, '--url', databaseUrl, '--json'], {
    onStart: ({ stderr }) => stderr?.on('data', (text) => (said += text)),
  })
  const waiting = /another migration is running; waiting for pid \d+ \(migrate \d+ on /
  await expect.poll(() => said, { timeout: 30_000 }).toMatch(waiting)
  await writer.query('commit')
  const [one, two] = await Promise.all([first, second])
  expect([one.code, two.code], one.stderr + two.stderr).toEqual([0, 0])
  expect(JSON.parse(two.stdout).applied).toEqual([])
})

test.each([
  'CREATE TABLE x (id int);',
  'DROP INDEX CONCURRENTLY counters_n;',
  'INSERT INTO counters VALUES (5, 5);',
  "ALTER TYPE mood ADD VALUE 'x';",
])('what could not be repeated is refused before anything runs: %s', async (sql) => {
  const databaseUrl = await server.create()
  const folder = writeFolder(scratch(`refused-${sql.length}`), [
    { tag: '0000_bad', up: `-- why\n-- no-transaction\n${statements('VACUUM;', sql)}` },
  ])
  await expect(migrate({ databaseUrl, folder })).rejects.toThrow(
    /0000_bad\.sql:\d+ cannot run without a transaction/,
  )
})

test('values of an enum, vacuum and reindex', async () => {
  const databaseUrl = await server.create()
  const folder = writeFolder(scratch('values'), [
    {
      tag: '0000_enum',
      up: statements("CREATE TYPE mood AS ENUM ('ok');", 'CREATE TABLE t (id int PRIMARY KEY);'),
    },
    {
      tag: '0001_value',
      up: `-- no-transaction\n${statements("ALTER TYPE mood ADD VALUE IF NOT EXISTS 'sad';", 'VACUUM t;', 'REINDEX TABLE CONCURRENTLY t;')}`,
    },
  ])
  expect((await migrate({ databaseUrl, folder })).applied).toHaveLength(2)
  expect(await query(databaseUrl, "select 'sad'::mood::text as mood")).toEqual([{ mood: 'sad' }])
})

async function until(url: string, sql: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if ((await query(url, `${sql} and pid <> pg_backend_pid() and datname = current_database()`)).length > 0)
      return
    await sleep(50)
  }
  throw new Error(`never: ${sql}`)
}
