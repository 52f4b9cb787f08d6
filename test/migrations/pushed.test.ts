import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkDrift } from '../../src/migrate/check/drift.ts'
import { checkReversible } from '../../src/migrate/check/reversible.ts'
import { checkStatements } from '../../src/migrate/check/statements.ts'
import { bareConfig } from '../../src/migrate/config.ts'
import { migrate } from '../../src/migrate/migrate.ts'
import { writeFolder } from './folder.ts'
import { describeDatabase, query, useScratch, useServer } from './harness.ts'
import { writeProject } from './stranger.ts'

const server = useServer()
const scratch = useScratch()
const report = () => {}
/** A dozen commands, each of which starts drizzle-kit. */
const TIMES = { timeout: 180_000 }

test('a database made by drizzle-kit push is stamped, checked, migrated on and back', TIMES, async () => {
  const { write, cli } = writeProject(scratch('pushed'))
  const DATABASE_URL = await server.create()
  const done = async (...args: string[]) => {
    const { code, output } = await cli(args, { DATABASE_URL })
    expect(code, output).toBe(0)
    return output
  }
  write('title: text().notNull(), size: integer()', 'index().on(t.title)')
  await done('push', '--', '--force')
  await query(DATABASE_URL, "insert into notes values (1, 'kept', 3)")
  await done('generate', '--name', 'start')
  const early = await cli(['up'], { DATABASE_URL })
  expect([early.code, early.output]).toEqual([
    1,
    expect.stringContaining('made by hand, or by drizzle-kit push'),
  ])

  expect(await done('stamp')).toContain('1 recorded: they make what is there')
  expect(await done('check')).toContain('drift: the database is what the migrations make')
  const stamped = await describeDatabase(DATABASE_URL)
  write("title: text().notNull(), size: integer(), colour: text().default('red')", 'index().on(t.title)')
  await done('generate', '--name', 'colour')
  expect(await done('up')).toContain('+ 0001_colour')
  expect(await query(DATABASE_URL, 'select title, colour from notes')).toEqual([
    { title: 'kept', colour: 'red' },
  ])
  await done('check', '--only', 'schema', 'reversible', 'drift')
  await done('rollback', '--yes')
  expect(await describeDatabase(DATABASE_URL)).toEqual(stamped)
  expect(await query(DATABASE_URL, 'select title, size from notes')).toEqual([{ title: 'kept', size: 3 }])

  await query(DATABASE_URL, 'drop schema meta cascade; alter table notes add by_hand int')
  const refused = await cli(['stamp', '--to', '0'], { DATABASE_URL })
  expect([refused.code, refused.output]).toEqual([
    1,
    expect.stringContaining('+ table public.notes column by_hand: integer'),
  ])
  expect(await query(DATABASE_URL, "select to_regclass('meta.done') as made")).toEqual([{ made: null }])
})

test('what migrations take for granted is made by the prelude on scratch databases, and nowhere else', async () => {
  const databaseUrl = await server.create()
  const grants = `CREATE SCHEMA auth; CREATE TABLE auth.users (id uuid PRIMARY KEY);`
  await query(databaseUrl, grants)
  const folder = writeFolder(scratch('prelude'), [
    {
      tag: '0000_notes',
      up: 'CREATE TABLE notes (owner uuid REFERENCES auth.users (id));',
      down: 'DROP TABLE notes;',
    },
  ])
  const context = { config: { ...bareConfig, folder }, databaseUrl, report }
  await migrate({ databaseUrl, folder })
  await expect(checkDrift(context)).rejects.toThrow('0000_notes.sql failed')
  mkdirSync(join(folder, 'given'))
  writeFileSync(join(folder, 'given/supabase.sql'), grants)
  writeFileSync(join(folder, 'migrate.json'), JSON.stringify({ prelude: 'given/supabase.sql' }))
  expect(await checkDrift(context)).toEqual([])
  expect(await checkReversible(context)).toEqual([])
  writeFileSync(
    join(folder, 'given/supabase.sql'),
    'CREATE SCHEMA auth;\nCREATE TABLE auth.users (id nothing);',
  )
  await expect(checkDrift(context)).rejects.toThrow('supabase.sql failed')
})

test('what the linter finds in applied files is allowed in one file, each with its reason', async () => {
  const folder = writeFolder(scratch('allowed'), [
    { tag: '0000_old', up: 'ALTER TABLE t DROP COLUMN x;' },
    { tag: '0001_new', up: 'ALTER TABLE t DROP COLUMN y;' },
  ])
  const lint = (all = false) =>
    checkStatements({ config: { ...bareConfig, folder }, databaseUrl: undefined, report, all })
  const settings = (value: unknown) => writeFileSync(join(folder, 'migrate.json'), JSON.stringify(value))
  expect(await lint()).toHaveLength(2)
  settings({ allow: [{ migration: '0000_old', rule: 'ban-drop-column', reason: 'nothing read it' }] })
  expect((await lint()).join()).toMatch(/^\S*0001_new\.sql:1 ban-drop-column[^,]*$/)
  settings({ adopted: '0000_old' })
  expect((await lint()).join()).toMatch(/^\S*0001_new\.sql:1/)
  expect(await lint(true), 'asked for, the old ones too').toHaveLength(2)
  settings({ allow: [{ migration: '0000_old', rule: 'ban-drop-column', reason: ' ' }] })
  await expect(lint()).rejects.toThrow('"allow" has to be a list of {"migration", "rule", "reason"}')
})
