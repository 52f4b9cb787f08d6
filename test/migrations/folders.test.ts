import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { checkJournal } from '../../src/migrate/check/journal.ts'
import { bareConfig } from '../../src/migrate/config.ts'
import { migrate } from '../../src/migrate/migrate.ts'
import { rollback } from '../../src/migrate/rollback.ts'
import { readStatus } from '../../src/migrate/status.ts'
import { writeFolder } from './folder.ts'
import { long, query, run, useScratch, useServer } from './harness.ts'

const server = useServer()
const scratch = useScratch()

/** A migration as drizzle-kit 1.0 keeps it: a folder named by its time. `after`: the ids of the snapshots it was made after. */
type Folder = { tag: string; up: string; down?: string; id: string; after: string[] }
const origin = '00000000-0000-0000-0000-000000000000'
const start: Folder = {
  tag: '20260101120000_start',
  up: 'CREATE TABLE notes (id int);',
  down: 'DROP TABLE notes;',
  id: 'a',
  after: [origin],
}
const left: Folder = {
  tag: '20260102120000_left',
  up: 'ALTER TABLE notes ADD l int;',
  down: 'ALTER TABLE notes DROP l;',
  id: 'b',
  after: ['a'],
}
const right: Folder = {
  tag: '20260103120000_right',
  up: 'ALTER TABLE notes ADD r int;',
  down: 'ALTER TABLE notes DROP r;',
  id: 'c',
  after: ['a'],
}
const merged: Folder = { tag: '20260104120000_merged', up: 'SELECT 1;', id: 'd', after: ['b', 'c'] }

function writeFolders(folder: string, list: Folder[]): string {
  for (const { tag, up, down, id, after } of list) {
    mkdirSync(join(folder, tag), { recursive: true })
    writeFileSync(join(folder, tag, 'migration.sql'), up)
    if (down) writeFileSync(join(folder, tag, 'down.sql'), down)
    const snapshot = { version: '8', dialect: 'postgres', id, prevIds: after, ddl: [], renames: [] }
    writeFileSync(join(folder, tag, 'snapshot.json'), JSON.stringify(snapshot))
  }
  return folder
}

const journal = 'select name, applied_at is not null as timed from drizzle.__drizzle_migrations order by id'
const tags = (list: Folder[]) => list.map(({ tag }) => tag)

test('folders are applied by name, one that a branch brings in the middle too, and rolled back', async () => {
  const databaseUrl = await server.create()
  const folder = writeFolders(scratch('folders'), [start, right])
  expect((await migrate({ databaseUrl, folder })).applied).toEqual(tags([start, right]))
  writeFolders(folder, [left, merged])
  expect((await readStatus({ databaseUrl, folder })).state).toBe('pending')
  expect((await migrate({ databaseUrl, folder })).applied).toEqual(tags([left, merged]))
  expect(await query(databaseUrl, journal)).toEqual(
    tags([start, right, left, merged]).map((name) => ({ name, timed: true })),
  )
  expect((await readStatus({ databaseUrl, folder })).state).toBe('up_to_date')
  const back = await rollback({ databaseUrl, folder }).catch(({ message }: Error) => message)
  expect(back).toContain(join(merged.tag, 'down.sql'))
  writeFileSync(join(folder, merged.tag, 'down.sql'), 'SELECT 1;')
  const { rolledBack } = await rollback({ databaseUrl, folder, all: true })
  expect(rolledBack).toEqual(tags([merged, right, left, start]))
})

test('snapshots of branches meet; one that follows nothing that is there is found', async () => {
  const folder = writeFolders(scratch('branches'), [start, left, right, merged])
  const context = { config: { ...bareConfig, folder }, databaseUrl: undefined, report: () => {} }
  expect(await checkJournal(context)).toEqual([])
  writeFolders(folder, [{ ...merged, after: ['b', 'gone'] }])
  expect((await checkJournal(context)).join()).toContain('20260104120000_merged was not made after')
})

test('a database that knew the journal of before is known by the folders, and the table gains its names', async () => {
  const databaseUrl = await server.create()
  const entry = { tag: '0000_start', up: start.up, when: Date.UTC(2026, 0, 1, 12, 0, 0, 345) }
  await migrate({ databaseUrl, folder: writeFolder(scratch('before'), [entry]) })
  const folder = writeFolders(scratch('upgraded'), [start, left])
  expect((await migrate({ databaseUrl, folder })).applied).toEqual([left.tag])
  expect((await query(databaseUrl, journal)).at(-1)).toEqual({ name: left.tag, timed: true })
  expect((await rollback({ databaseUrl, folder, all: true })).rolledBack).toEqual(tags([left, start]))
})

const V1 = ['drizzle-kit@1.0.0-rc.5', 'drizzle-orm@1.0.0-rc.5', 'pg@8.23.1']

test.skipIf(!long)(
  'drizzle-kit 1.0 itself: generate, up, its own migrate, check, a rename, down and back',
  { timeout: 300_000 },
  async () => {
    const cwd = scratch('v1')
    mkdirSync(cwd, { recursive: true })
    writeFileSync(join(cwd, 'package.json'), '{"type":"module"}')
    await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', ...V1], { cwd })
    const DATABASE_URL = await server.create()
    writeFileSync(
      join(cwd, 'drizzle.config.ts'),
      `export default { dialect: 'postgresql', schema: './schema.ts', out: './sql', dbCredentials: { url: process.env.DATABASE_URL! } }`,
    )
    const cli = async (...args: string[]) => {
      const { code, output } = await run(args, { cwd, env: { DATABASE_URL } })
      expect(code, output).toBe(0)
      return output
    }
    const write = (columns: string) =>
      writeFileSync(
        join(cwd, 'schema.ts'),
        `import { index, integer, pgTable, text } from 'drizzle-orm/pg-core'
         export const notes = pgTable('notes', { id: integer().primaryKey(), ${columns} }, (t) => [index().on(t.title).concurrently()])`,
      )
    write('title: text()')
    await cli('generate', '--name', 'start')
    write('title: text(), body: text().notNull().default($$x$$)'.replaceAll('$$', "'"))
    await cli('generate', '--name', 'body')
    const folders = readdirSync(join(cwd, 'sql')).sort()
    expect(folders.map((name) => name.slice(15))).toEqual(['start', 'body'])
    expect(readFileSync(join(cwd, 'sql', folders[1]!, 'down.sql'), 'utf8')).toContain('DROP COLUMN "body"')
    await cli('up', '--to', folders[0]!)
    const kit = join(cwd, 'node_modules/drizzle-kit/bin.cjs')
    await promisify(execFile)(process.execPath, [kit, 'migrate'], {
      cwd,
      env: { ...process.env, DATABASE_URL },
    })
    expect(await cli('up')).toContain('nothing to apply')
    await cli('check', '--only', 'journal', 'schema', 'ways-down', 'reversible', 'drift')
    expect(await cli('rollback')).toContain(`${folders[1]} rolled back`)
    await promisify(execFile)(process.execPath, [kit, 'migrate'], {
      cwd,
      env: { ...process.env, DATABASE_URL },
    })
    expect(await cli('rollback', '--all')).toContain(`${folders[0]} rolled back`)
    for (const name of folders) writeFileSync(join(cwd, 'sql', name, 'down.sql'), '')
    expect(await query(DATABASE_URL, "select to_regclass('notes') as notes")).toEqual([{ notes: null }])
  },
)
