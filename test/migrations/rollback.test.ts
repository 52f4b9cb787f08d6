import { expect, test } from 'vitest'
import { renderError } from '../../src/migrate/errors.ts'
import { migrate } from '../../src/migrate/migrate.ts'
import { type RollbackOptions, rollback as rollBack } from '../../src/migrate/rollback.ts'
import { countingEntries, type Entry, statements, writeFolder } from './folder.ts'
import { describeDatabase, query, run, useScratch, useServer } from './harness.ts'

const server = useServer()
const scratch = useScratch()
const counting = countingEntries(7)

async function prepare(name: string, entries: Entry[]) {
  const url = await server.create()
  const folder = writeFolder(scratch(name), entries)
  await migrate({ databaseUrl: url, folder })
  const rollback = (options: Partial<RollbackOptions> = {}) =>
    rollBack({ databaseUrl: url, folder, confirm: async () => true, ...options })
  const cli = (...flags: string[]) => run(['rollback', '--folder', folder, '--url', url, '--json', ...flags])
  const left = async () => {
    const rows = await query(url, 'select count(*)::int as n from drizzle.__drizzle_migrations')
    return rows[0]?.n
  }
  return { url, folder, rollback, cli, left }
}

test('the last one, some steps, down to one, and all', async () => {
  const { url, cli, left } = await prepare('ways', counting)
  const one = await cli()
  expect(one.code, one.stderr).toBe(1)
  expect(one.stderr).toContain('7 rows with a value in public.counters.m')
  expect(one.stderr).toContain('Add --yes')
  expect(await left()).toBe(4)
  expect(JSON.parse((await cli('--yes')).stdout)).toEqual({
    rolled_back: ['0003_count'],
    losses: [{ table: 'public.counters', column: 'm', rows: 7 }],
  })
  expect(JSON.parse((await cli('--steps', '1')).stdout).rolled_back).toEqual(['0002_index'])
  expect(JSON.parse((await cli('--to', '0')).stdout).rolled_back).toEqual(['0001_count'])
  expect(await query(url, 'select distinct n from counters')).toEqual([{ n: 0 }])
  const all = JSON.parse((await cli('--all', '--yes')).stdout)
  expect(all).toEqual({
    rolled_back: ['0000_table'],
    losses: [{ table: 'public.counters', column: null, rows: 7 }],
  })
  expect(await left()).toBe(0)
  expect(JSON.parse((await cli()).stdout)).toEqual({ rolled_back: [], losses: [] })
})

test('a dry run prints the SQL and what would be lost, and changes nothing', async () => {
  const { url, folder, left } = await prepare('dry', counting)
  const before = await describeDatabase(url)
  const { code, stdout, stderr } = await run([
    'rollback',
    '--folder',
    folder,
    '--url',
    url,
    '--to',
    '0001_count',
    '--dry-run',
  ])
  expect(code, stderr).toBe(0)
  expect(stdout).toContain('ALTER TABLE counters DROP COLUMN m;')
  expect(stdout).toContain('DROP INDEX CONCURRENTLY IF EXISTS "counters_n";')
  expect(stderr).toContain('would be lost: 7 rows with a value in public.counters.m')
  expect(await describeDatabase(url)).toEqual(before)
  expect(await left()).toBe(4)
})

test('renames lose nothing; deleted rows, whole tables and columns are counted, empty ones are not', async () => {
  const { rollback } = await prepare('losses', [
    {
      tag: '0000_all',
      up: statements(
        'CREATE TABLE renamed (id int, gone text, empty text);',
        "INSERT INTO renamed VALUES (1, 'x', null), (2, null, null), (3, 'y', null);",
        'CREATE TABLE dropped AS SELECT * FROM generate_series(1, 12) i;',
        'CREATE TABLE bare (id int);',
        'CREATE TABLE swept AS SELECT * FROM generate_series(1, 4) i;',
      ),
      down: statements(
        'ALTER TABLE renamed RENAME TO other;',
        'ALTER TABLE other RENAME COLUMN id TO key;',
        'ALTER TABLE other DROP COLUMN gone, DROP COLUMN empty;',
        'DROP TABLE dropped, bare;',
        'DELETE FROM swept WHERE i > 1;',
      ),
    },
  ])
  const { losses } = await rollback()
  expect(losses).toEqual([
    { table: 'public.renamed', column: 'gone', rows: 2 },
    { table: 'public.dropped', column: null, rows: 12 },
    { table: 'public.swept', column: null, rows: 3 },
  ])
})

test('truncated tables and dropped partitions are losses, rewritten tables are none', async () => {
  const { rollback } = await prepare('emptied', [
    {
      tag: '0000_all',
      up: statements(
        'CREATE TABLE cut AS SELECT * FROM generate_series(1, 2) i;',
        'CREATE TABLE replaced AS SELECT * FROM generate_series(1, 5) i;',
        'CREATE TABLE rewritten AS SELECT * FROM generate_series(1, 3) i;',
        'CREATE TABLE parted (i int) PARTITION BY RANGE (i);',
        'CREATE TABLE low PARTITION OF parted FOR VALUES FROM (0) TO (10);',
        'CREATE TABLE high PARTITION OF parted FOR VALUES FROM (10) TO (20);',
        'INSERT INTO parted SELECT generate_series(5, 11);',
      ),
      down: statements(
        'DELETE FROM replaced WHERE i > 1; INSERT INTO replaced SELECT generate_series(6, 9);',
        'TRUNCATE cut;',
        'ALTER TABLE rewritten ALTER i TYPE bigint;',
        'DROP TABLE high;',
      ),
    },
  ])
  const { losses } = await rollback()
  expect(losses.toSorted((a, b) => a.table.localeCompare(b.table))).toEqual([
    { table: 'public.cut', column: null, rows: 2 },
    { table: 'public.high', column: null, rows: 2 },
    { table: 'public.replaced', column: null, rows: 4 },
  ])
})

test.each(['COMMIT;', 'drop table if exists b; COMMIT; drop table if exists c', 'ROLLBACK'])(
  'a way down with %j harms nothing, not even in a dry run',
  async (end) => {
    const { url, rollback, left } = await prepare(`ends-${end.length}`, [
      {
        tag: '0000_all',
        up: 'CREATE TABLE kept (i int); CREATE TABLE b ();',
        down: `DROP TABLE kept; ${end}`,
      },
    ])
    for (const dryRun of [true, false]) {
      await expect(rollback({ dryRun })).rejects.toThrow('failed')
      expect(await query(url, "select to_regclass('kept') is not null as is_there")).toEqual([
        { is_there: true },
      ])
    }
    expect(await left()).toBe(1)
  },
)

test.each(['', ' ', 'x', '0x0', '9'])('going back to %j, which is none, goes nowhere', async (to) => {
  const { rollback, left } = await prepare(`to-${encodeURIComponent(to)}`, counting)
  await expect(rollback({ to })).rejects.toThrow('is not among the applied migrations')
  expect(await left()).toBe(4)
})

test.each([
  [
    'an irreversible one',
    '-- irreversible: the old prices are gone\n',
    'is irreversible: the old prices are gone',
  ],
  ['an empty way down', '-- write it here\n', 'has an empty way down'],
  ['a missing way down', undefined, 'has no way down'],
])('%s is refused, and so is what would follow', async (_what, down, message) => {
  const name = `refused-${message.length}`
  const { rollback, left } = await prepare(name, [
    counting[0] as Entry,
    { tag: '0001_no', up: 'SELECT 1;', ...(down !== undefined && { down }) },
    { tag: '0002_last', up: 'CREATE TABLE last ();', down: 'DROP TABLE last;' },
  ])
  await expect(rollback({ steps: 2 })).rejects.toThrow(message)
  expect(await left()).toBe(3)
})

test('a way down that fails changes nothing, and says where', async () => {
  const { rollback, left } = await prepare('fails', [
    { tag: '0000_bad', up: 'CREATE TABLE a ();', down: statements('DROP TABLE a;', 'DROP TABLE b;') },
  ])
  const error = await rollback().catch((cause: unknown) => cause)
  expect(renderError(error).join('\n')).toMatch(/0000_bad\.down\.sql:3[\s\S]*table "b" does not exist/)
  expect(await left()).toBe(1)
})

test('an unknown target, and flags that contradict each other', async () => {
  const { cli } = await prepare('target', counting.slice(0, 1))
  expect((await cli('--to', '0009')).stderr).toContain('"0009" is not among the applied migrations')
  expect((await cli('--to', '0', '--all')).code).toBe(1)
  expect((await cli('--steps', 'x')).stderr).toContain('whole number')
})

test('two rollbacks at once: each goes back one', async () => {
  const { rollback, left } = await prepare('at-once', counting)
  const both = await Promise.all([rollback(), rollback()])
  expect(both.flatMap(({ rolledBack }) => rolledBack).sort()).toEqual(['0002_index', '0003_count'])
  expect(await left()).toBe(2)
})
