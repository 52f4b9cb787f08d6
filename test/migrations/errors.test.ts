import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { MigrateError, renderError } from '../../src/migrate/errors.ts'
import { migrate } from '../../src/migrate/migrate.ts'
import type { Reporter } from '../../src/migrate/report.ts'
import { countingEntries, type Entry, firstWhen, statements, writeFolder } from './folder.ts'
import { describeDatabase, query, run, useScratch, useServer } from './harness.ts'

const server = useServer()
const scratch = useScratch()
const [first, second, , last] = countingEntries(5) as [Entry, Entry, Entry, Entry]

/** A database with the first migration applied, and a folder with `next` after it. */
async function prepare(name: string, next: Entry[]) {
  const url = await server.create()
  const folder = writeFolder(scratch(name), [first])
  await migrate({ databaseUrl: url, folder })
  writeFolder(folder, [first, ...next])
  return { url, folder, before: await describeDatabase(url) }
}

/** Runs `migrate`, which fails, changes nothing, and tells no secret; gives what the command line would print. */
async function failing({ url, folder, before }: Awaited<ReturnType<typeof prepare>>, options = {}) {
  const lines: string[] = []
  const report: Reporter = ({ text }) => lines.push(text)
  const error = await migrate({ databaseUrl: url, folder, report, ...options }).then(
    () => expect.unreachable('it should have failed'),
    (cause: unknown) => cause,
  )
  const output = [...lines, ...renderError(error)].join('\n')
  expect(error, output).toBeInstanceOf(MigrateError)
  expect(await describeDatabase(url)).toEqual(before)
  expect(await query(url, 'select count(*)::int from drizzle.__drizzle_migrations')).toEqual([{ count: 1 }])
  expect(output).not.toContain(new URL(url).password)
  expect(output).not.toMatch(/\n\s+at |postgres(ql)?:\/\/\w/)
  return output
}

test('an edited applied file', async () => {
  const place = await prepare('edited', [second])
  const path = join(place.folder, '0000_table.sql')
  writeFileSync(path, `${readFileSync(path, 'utf8')}-- edited\n`)
  const output = await failing(place)
  expect(output).toContain('Migrations were edited after they had been applied')
  expect(output).toContain(`${path} is not what this database has applied`)
})

test('the same file with other line ends is no edit', async () => {
  const { url, folder } = await prepare('crlf', [second])
  const path = join(folder, '0000_table.sql')
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll('\n', '\r\n'))
  expect((await migrate({ databaseUrl: url, folder })).applied).toEqual(['0001_count'])
})

test('an entry dated before what is applied', async () => {
  const output = await failing(await prepare('order', [{ ...second, when: firstWhen - 1 }]))
  expect(output).toContain('The migration journal is out of order')
  expect(output).toContain('0001_count is dated 2025-12-31T23:59:59.999Z, not after 0000_table')
})

test('an entry in the middle that was never applied', async () => {
  const place = await prepare('skipped', [])
  writeFolder(place.folder, [
    { ...second, tag: '0000_new', when: firstWhen - 1 },
    { ...first, tag: '0001_table', when: firstWhen },
  ])
  expect(await failing(place)).toContain(
    '0000_new (2025-12-31T23:59:59.999Z) was never applied, a later one was',
  )
})

test('a deleted file', async () => {
  const place = await prepare('deleted', [second])
  rmSync(join(place.folder, '0001_count.sql'))
  const output = await failing(place)
  expect(output).toContain('The journal names 0001_count, but ')
  expect(output).toContain('0001_count.sql is missing')
})

test('a deleted journal entry', async () => {
  const place = await prepare('unknown', [])
  writeFolder(place.folder, [{ ...second, when: firstWhen + 1 }])
  expect(await failing(place)).toContain('has applied migrations that this checkout does not know')
})

test('a journal that is none, and no journal at all', async () => {
  const place = await prepare('journal', [])
  writeFileSync(join(place.folder, 'meta', '_journal.json'), '<<<<<<< HEAD')
  expect(await failing(place)).toContain('is no drizzle-kit journal')
  expect(await failing({ ...place, folder: scratch('nowhere') })).toContain('There is no migration journal')
})

test('a syntax error: file, line, statement, caret', async () => {
  const up = statements(
    'ALTER TABLE counters ADD COLUMN x int;',
    'CREATE TABLE good (\n\tid int\n);',
    '\nCREATE TABLE bad (\n  id int,\n  nämé tex t\n);',
  )
  const output = await failing(await prepare('syntax', [{ tag: '0001_bad', up }]))
  expect(output).toMatch(
    /0001_bad\.sql:10\n {5}10 \| {3}nämé tex t\n {8}\| {12}\^\n {2}syntax error at or near "t" \(42601\)/,
  )
  expect(output).toContain('applied now and kept: none')
  expect(output).toContain('not applied: 0001_bad')
})

test('the command line prints the same, and exits 1', async () => {
  const { url, folder } = await prepare('printed', [{ tag: '0001_bad', up: 'CREATE TABLE bad (id tex t);' }])
  const { code, stderr } = await run(['up', '--folder', folder, '--url', url])
  expect(code).toBe(1)
  expect(stderr).toMatch(/^error: .*0001_bad\.sql failed\.\n {2}.*0001_bad\.sql:1\n {6}1 \| CREATE TABLE bad/)
})

test('division by zero in a data migration', async () => {
  const up = statements('UPDATE counters SET n = 5;', '-- halves\nUPDATE counters SET n = n / (id - 3);')
  const place = await prepare('division', [{ tag: '0001_bad', up }, last])
  const output = await failing(place)
  expect(output).toMatch(
    /0001_bad\.sql:4\n +4 \| UPDATE counters SET n = n \/ \(id - 3\);\n {2}division by zero \(22012\)/,
  )
  expect(output).toContain('not applied: 0001_bad, 0003_count')
  expect(await query(place.url, 'select distinct n from counters')).toEqual([{ n: 0 }])
})

test('a constraint that fails at commit', async () => {
  const up = statements('ALTER TABLE counters ADD CONSTRAINT u UNIQUE (n) DEFERRABLE INITIALLY DEFERRED;')
  const entries = [
    {
      tag: '0001_bad',
      up: statements(
        'CREATE TABLE d (n int UNIQUE DEFERRABLE INITIALLY DEFERRED);',
        'INSERT INTO d VALUES (1), (1);',
      ),
    },
  ]
  expect(await failing(await prepare('commit', entries))).toContain('failed when it was committed')
  expect(await failing(await prepare('detail', [{ tag: '0001_bad', up }]))).toContain(
    'detail: Key (n)=(0) is duplicated',
  )
})

test('a table that another session locks: says who, and gives up', async () => {
  const place = await prepare('locked', [last])
  const other = await server.connect(place.url)
  await other.query("set application_name = 'a long report'; begin; lock table counters in access share mode")
  const output = await failing(place, { lockTimeoutMs: 600 })
  const { processID } = other as unknown as { processID: number }
  expect(output).toContain(`waiting for pid ${processID} (a long report, user `)
  expect(output).toMatch(/canceling statement due to lock timeout \(55P03\)/)
  await other.query('rollback')
})

test('the migration lock is held: says by whom, and gives up', async () => {
  const place = await prepare('held', [last])
  const other = await server.connect(place.url)
  await other.query("set application_name = 'stuck deploy'")
  await other.query(`select pg_advisory_lock(hashtextextended('"drizzle"."__drizzle_migrations"', 0))`)
  const output = await failing(place, { waitForLockMs: 300 })
  expect(output).toMatch(
    /Another migration is running: the lock is held by pid \d+ \(stuck deploy, user \w+, from 127\.0\.0\.1/,
  )
})

test('a connection lost in the middle: nothing half-applied, and the next run goes on', async () => {
  const up = statements('UPDATE counters SET n = 7;', 'SELECT pg_terminate_backend(pg_backend_pid());')
  const place = await prepare('lost', [{ tag: '0001_lost', up }])
  const output = await failing(place)
  expect(output).toContain('terminating connection due to administrator command')
  writeFolder(place.folder, [first, second])
  expect((await migrate({ databaseUrl: place.url, folder: place.folder })).applied).toEqual(['0001_count'])
})

test.each(['BEGIN', 'commit', '-- note\nROLLBACK'])('a migration with its own %j', async (text) => {
  const output = await failing(
    await prepare(`control${text.length}`, [{ tag: '0001_bad', up: statements('SELECT 1;', `${text};`) }]),
  )
  expect(output).toMatch(
    /0001_bad\.sql:\d+ has (BEGIN|COMMIT|ROLLBACK), but each migration is one transaction/,
  )
})

test('CREATE INDEX CONCURRENTLY without the marker', async () => {
  const up = 'CREATE INDEX CONCURRENTLY x ON counters (n);'
  expect(await failing(await prepare('marker', [{ tag: '0001_bad', up }]))).toContain(
    'starts with `-- no-transaction`',
  )
})

test('a migration that ends its own transaction is refused whole', async () => {
  const place = await prepare('ends-itself', [
    { tag: '0001_ends', up: 'CREATE TABLE d (x int);\nROLLBACK;', down: 'DROP TABLE d;' },
  ])
  expect(await failing(place)).toContain('Leave BEGIN, COMMIT and ROLLBACK out')
})

test('SELECT INTO is told what it is called here, and an error in a function where it is', async () => {
  const into = await prepare('select-into', [
    { tag: '0001_into', up: 'SELECT 1 AS x INTO copied;', down: 'DROP TABLE copied;' },
  ])
  expect(await failing(into)).toContain('Write CREATE TABLE ... AS SELECT')
  const raises = await prepare('raises', [
    { tag: '0001_raises', up: "DO $$ BEGIN RAISE EXCEPTION 'no such luck'; END $$;", down: 'SELECT 1;' },
  ])
  const output = await failing(raises)
  expect(output).toContain('no such luck')
  expect(output).not.toContain('SQL statement')
})
