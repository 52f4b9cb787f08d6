import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addWaysDown } from '../../src/migrate/add-ways-down.ts'
import { adopt } from '../../src/migrate/adopt.ts'
import { checkDrift } from '../../src/migrate/check/drift.ts'
import { checkJournal } from '../../src/migrate/check/journal.ts'
import { checkStatements } from '../../src/migrate/check/statements.ts'
import { bareConfig } from '../../src/migrate/config.ts'
import { renderError } from '../../src/migrate/errors.ts'
import { migrate } from '../../src/migrate/migrate.ts'
import { rollback } from '../../src/migrate/rollback.ts'
import { squash } from '../../src/migrate/squash.ts'
import { accept, stamp } from '../../src/migrate/stamp.ts'
import { readStatus } from '../../src/migrate/status.ts'
import { type Entry, firstWhen, statements, writeFolder } from './folder.ts'
import { describeDatabase, query, run, useScratch, useServer } from './harness.ts'
import { projectEntries } from './project.ts'

const server = useServer()
const scratch = useScratch()
const report = () => {}
const messy: Entry[] = [
  {
    tag: '0000_start',
    up: "CREATE TYPE mood AS ENUM ('ok');\nCREATE TABLE t (id int, m mood);",
    when: firstWhen,
  },
  {
    tag: '0002_gap',
    up: statements("ALTER TYPE mood ADD VALUE 'sad';", 'COMMIT;', "ALTER TABLE t ALTER m SET DEFAULT 'sad';"),
    when: firstWhen + 9e5,
  },
  { tag: '0003_before', up: 'BEGIN;\nALTER TABLE t ADD n int;', when: firstWhen + 1 },
  { tag: '0005_late', up: 'CREATE INDEX CONCURRENTLY i ON t (id);', when: Date.UTC(2090, 0, 1) },
]

test('a history with gaps, disorder, COMMIT, CONCURRENTLY and dates in the future is adopted once', async () => {
  const folder = writeFolder(scratch('messy'), messy)
  const { adopted, accepted } = await adopt({ folder })
  expect(adopted).toBe('0005_late')
  expect(accepted.join('\n')).toContain('0003_before is dated')
  const databaseUrl = await server.create()
  expect((await migrate({ databaseUrl, folder })).applied).toEqual(messy.map(({ tag }) => tag))
  expect(await readStatus({ databaseUrl, folder })).toMatchObject({
    state: 'up_to_date',
    journal_problems: [],
  })
  const context = { config: { ...bareConfig, folder }, databaseUrl, report }
  expect(await checkJournal(context)).toEqual([])
  expect(await checkStatements(context)).toEqual([])
  expect(await checkStatements({ ...context, all: true })).not.toEqual([])
  expect(await checkDrift(context)).toEqual([])
  writeFolder(folder, [...messy, { tag: '0006_new', up: 'BEGIN;\nSELECT 1;', when: Date.UTC(2091, 0, 1) }])
  await expect(migrate({ databaseUrl, folder })).rejects.toThrow('failed')
})

test('a database that has applied such a history goes on', async () => {
  const databaseUrl = await server.create()
  const folder = writeFolder(scratch('applied'), messy)
  await adopt({ folder })
  await migrate({ databaseUrl, folder })
  writeFolder(folder, [...messy, { tag: '0006_new', up: 'SELECT 1;', when: Date.UTC(2091, 0, 1) }])
  expect((await migrate({ databaseUrl, folder })).applied).toEqual(['0006_new'])
})

test('a database made otherwise is stamped after the proof, and only then', async () => {
  const entries = await projectEntries()
  const folder = writeFolder(scratch('stamp'), entries)
  const databaseUrl = await server.create()
  const config = { ...bareConfig, folder }
  await migrate({ databaseUrl, folder, to: '0002' })
  await query(databaseUrl, 'drop schema drizzle cascade')
  const early = await stamp({ databaseUrl, config }).catch((error: unknown) => renderError(error).join('\n'))
  expect(early).toContain('give --to 0002_grown')
  expect(await stamp({ databaseUrl, config, to: '2' })).toHaveLength(3)
  expect(await checkDrift({ config, databaseUrl, report })).toEqual([])
  expect((await migrate({ databaseUrl, folder })).applied).toEqual(entries.slice(3).map(({ tag }) => tag))
  expect((await rollback({ databaseUrl, folder, all: true })).rolledBack).toHaveLength(entries.length)
})

test('an edited file is accepted when the files make what is there', async () => {
  const folder = writeFolder(scratch('accept'), await projectEntries())
  const databaseUrl = await server.create()
  const config = { ...bareConfig, folder }
  await migrate({ databaseUrl, folder })
  const path = join(folder, '0000_start.sql')
  writeFileSync(path, `-- a comment\n${readFileSync(path, 'utf8')}`)
  await expect(migrate({ databaseUrl, folder })).rejects.toThrow('edited after')
  await expect(accept({ databaseUrl, config }, ['0001'])).rejects.toThrow('0001 was not edited')
  expect(await accept({ databaseUrl, config }, ['0'])).toEqual(['0000_start'])
  expect((await readStatus({ databaseUrl, folder })).state).toBe('up_to_date')
  writeFileSync(path, `${readFileSync(path, 'utf8')}\n--> statement-breakpoint\nCREATE TABLE more (id int);`)
  await expect(accept({ databaseUrl, config }, [])).rejects.toThrow('do not make what is in the database')
})

test('a squash makes the same, and databases that applied the parts know it', async () => {
  const entries = await projectEntries()
  const folder = writeFolder(scratch('squash'), entries)
  const [old, behind, fresh] = [await server.create(), await server.create(), await server.create()]
  await migrate({ databaseUrl: old, folder })
  await migrate({ databaseUrl: behind, folder, to: '1' })
  const config = { ...bareConfig, folder }
  await expect(squash({ config, databaseUrl: behind, report, to: '2' })).rejects.toThrow('applied everywhere')
  const { tag, parts } = await squash({ config, databaseUrl: old, report, to: '4' })
  expect([tag, parts]).toEqual(['0004_squashed', 5])
  expect(readdirSync(folder).filter((name) => name.endsWith('.sql'))).toHaveLength(4)
  expect((await readStatus({ databaseUrl: old, folder })).state).toBe('up_to_date')
  expect((await migrate({ databaseUrl: old, folder })).applied).toEqual([])
  expect((await migrate({ databaseUrl: fresh, folder })).applied).toEqual([
    '0004_squashed',
    '0005_concurrent',
  ])
  expect(await describeDatabase(fresh)).toEqual(await describeDatabase(old))
  await expect(migrate({ databaseUrl: behind, folder })).rejects.toThrow('does not know')
})

test('missing ways down are written and tried; where there is none, the file says why', async () => {
  const entries = (await projectEntries()).map(({ down: _down, ...rest }) => rest)
  const folder = writeFolder(scratch('down'), [
    ...entries,
    { tag: '0006_data', up: "UPDATE authors SET full_name = '';" },
  ])
  const databaseUrl = await server.create()
  const added = await addWaysDown({ config: { ...bareConfig, folder }, databaseUrl, report }, [])
  expect(added.filter(({ why }) => why).map(({ tag }) => tag)).toEqual(['0004_triggers', '0006_data'])
  expect(readFileSync(join(folder, '0006_data.down.sql'), 'utf8')).toMatch(
    /^-- irreversible: it changes data by hand/,
  )
  expect(readFileSync(join(folder, '0005_concurrent.down.sql'), 'utf8')).toMatch(
    /^-- no-transaction\nDROP INDEX CONC/,
  )
})

test('up --to stops there; up --sql is a script that psql runs once or not at all', async () => {
  const entries = await projectEntries()
  const folder = writeFolder(scratch('script'), entries)
  const [url, other] = [await server.create(), await server.create()]
  await migrate({ databaseUrl: url, folder })
  const { stdout, code } = await run(['up', '--sql', '--folder', folder])
  expect(code).toBe(0)
  const sql = stdout
    .split('\n')
    .filter((line) => !line.startsWith('\\'))
    .join('\n')
  const client = await server.connect(other)
  // What psql would send, statement by statement.
  const { splitSql } = await import('../../src/migrate/sql/split.ts')
  const runScript = async () => {
    for (const { text } of splitSql(sql)) if (text.trim()) await client.query(text)
  }
  await runScript()
  await runScript()
  expect(await describeDatabase(other)).toEqual(await describeDatabase(url))
  expect((await migrate({ databaseUrl: other, folder })).applied).toEqual([])
  const { stdout: part } = await run(['up', '--sql', '--from', '0003', '--folder', folder])
  const third = await server.connect(await server.create())
  const guarded = async () => {
    for (const { text } of splitSql(part.replaceAll(/^\\.*$/gm, ''))) if (text.trim()) await third.query(text)
  }
  await expect(guarded()).rejects.toThrow('0004_triggers comes after 0003_replaced, which is not applied')
})

test('partitions made at run time and tables of others are no drift', async () => {
  const folder = writeFolder(scratch('foreign'), [
    {
      tag: '0000_parted',
      up: 'CREATE TABLE own_parts (i int) PARTITION BY RANGE (i);',
      down: 'DROP TABLE own_parts;',
    },
  ])
  const databaseUrl = await server.create()
  await migrate({ databaseUrl, folder })
  await query(
    databaseUrl,
    'create table p1 partition of own_parts for values from (0) to (9); create table theirs (i int); create view odd as select 1',
  )
  const config = { ...bareConfig, folder, tablesFilter: ['own_*'] }
  expect(await checkDrift({ config, databaseUrl, report })).toEqual([])
  const strict = { config: { ...bareConfig, folder }, databaseUrl, report }
  expect((await checkDrift({ ...strict, exclude: ['table public.theirs'] })).join('\n')).toContain(
    '+ view public.odd',
  )
  expect(await checkDrift({ ...strict, exclude: ['table public.th*', 'view *'] })).toEqual([])
})
