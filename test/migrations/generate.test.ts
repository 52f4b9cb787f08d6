import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { migrate } from '../../src/migrate/migrate.ts'
import { readMigrations } from '../../src/migrate/read-migrations.ts'
import { query, run, useScratch, useServer } from './harness.ts'
import { writeProject } from './stranger.ts'

const server = useServer()
const scratch = useScratch()

describe('a project from its first migration to its last', () => {
  const { cwd, write, read, cli } = writeProject(scratch('stranger'))

  test('generate, check, migrate, roll back', async () => {
    write('title: text()', 'index().on(t.title).concurrently()')
    const first = await cli(['generate', '--name', 'start'])
    expect(first.code, first.output).toBe(0)
    expect(first.stdout).toContain('wrote ./sql/0000_start.down.sql'.replace('./', ''))
    expect(read('0000_start.down.sql')).toBe('DROP TABLE "notes" CASCADE;\n')
    // A new table is empty: no need to build its index concurrently.
    expect(read('0000_start.sql')).toContain('CREATE INDEX "notes_title_index"')

    write(
      'title: text(), body: text()',
      'index().on(t.title).concurrently(), index().on(t.body).concurrently()',
    )
    const second = await cli(['generate', '--name', 'body'])
    expect(second.code, second.output).toBe(0)
    expect(read('0001_body.sql')).toBe('ALTER TABLE "notes" ADD COLUMN "body" text;\n')
    expect(read('0001_body.down.sql')).toBe('ALTER TABLE "notes" DROP COLUMN "body";\n')
    expect(read('0002_body_indexes.sql')).toMatch(
      /^-- no-transaction\nCREATE INDEX CONCURRENTLY "notes_body_index"/,
    )
    expect(read('0002_body_indexes.down.sql')).toBe(
      '-- no-transaction\nDROP INDEX CONCURRENTLY IF EXISTS "notes_body_index";\n',
    )

    const custom = await cli(['generate', '--custom', '--name', 'fill'])
    expect(custom.code, custom.output).toBe(0)
    const unfilled = await cli(['check', '--only', 'journal', 'ways-down', 'statements'])
    expect(unfilled.code).toBe(1)
    expect(unfilled.stdout).toContain('0003_fill has an empty way down')
    writeFileSync(join(cwd, 'sql/0003_fill.sql'), "UPDATE notes SET body = '';\n")
    writeFileSync(join(cwd, 'sql/0003_fill.down.sql'), '-- irreversible: what was null is not known\n')

    const DATABASE_URL = await server.create()
    expect((await cli(['up'], { DATABASE_URL })).code).toBe(0)
    const checked = await cli(['check', '--json'], { DATABASE_URL })
    expect(checked.code, checked.output).toBe(0)
    expect(JSON.parse(checked.stdout).map(({ state }: { state: string }) => state)).toEqual(
      Array(6).fill('passed'),
    )
    expect(await query(DATABASE_URL, 'select count(*)::int from meta.done')).toEqual([{ count: 4 }])
    const back = await cli(['rollback'], { DATABASE_URL })
    expect(back.stderr).toContain('0003_fill is irreversible: what was null is not known')
    expect(await readMigrations(join(cwd, 'sql'))).toHaveLength(4)
  }, 180_000)

  test('nothing to generate is said', async () => {
    expect((await cli(['generate'])).stdout).toContain('The schema has not changed; nothing was written.')
  })

  test('the check finds a schema ahead of its migrations, and a rename it cannot judge', async () => {
    write(
      'title: text(), body: text(), more: text()',
      'index().on(t.title).concurrently(), index().on(t.body).concurrently()',
    )
    const ahead = await cli(['check', '--only', 'schema'])
    expect(ahead.code).toBe(1)
    expect(ahead.stdout).toContain('ALTER TABLE "notes" ADD COLUMN "more" text;')
    write('title: text(), content: text()', 'index().on(t.title).concurrently()')
    const renamed = await cli(['check', '--only', 'schema'])
    expect(renamed.code).toBe(1)
    expect(renamed.stdout).toContain('renamed or replaced without a migration')
    const generated = await cli(['generate', '--name', 'rename'])
    expect(generated.code).toBe(1)
    expect(generated.stderr).toContain('run this on a terminal')
    write('title text(')
    expect((await cli(['check', '--only', 'schema'])).stdout).toContain(
      'drizzle-kit could not read the schema',
    )
    expect(readdirSync(join(cwd, 'sql')).filter((name) => name.endsWith('.sql'))).toHaveLength(8)
  }, 180_000)

  test('the check finds what is wrong with the journal and its snapshots', async () => {
    const path = join(cwd, 'sql/meta/0001_snapshot.json')
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), prevId: 'other' }))
    rmSync(join(cwd, 'sql/meta/0003_snapshot.json'))
    writeFileSync(join(cwd, 'sql/0009_stray.sql'), 'SELECT 1;')
    const { code, stdout } = await cli(['check', '--only', 'journal'])
    expect(code).toBe(1)
    expect(stdout).toContain('0001_body was not made after the migration before it')
    expect(stdout).toContain('0003_fill has no snapshot')
    expect(stdout).toContain('0009_stray.sql is not in the journal and never runs')
  })
})

test('create makes the database and its test database, once; push stays on this machine', async () => {
  const { write, cli } = writeProject(scratch('create'))
  write('title: text()')
  const name = `made_${process.pid}`
  const DATABASE_URL = server.urlOf(name)
  expect((await cli(['create'], { DATABASE_URL })).stdout).toMatch(`${name} created`)
  const again = await cli(['create'], { DATABASE_URL })
  expect(again.stdout).toMatch(new RegExp(`${name} is there already[\\s\\S]*${name}_test is there already`))
  const pushed = await cli(['push', '--', '--force'], { DATABASE_URL })
  expect(pushed.code, pushed.output).toBe(0)
  expect(await query(DATABASE_URL, `select to_regclass('notes')::text as there`)).toEqual([
    { there: 'notes' },
  ])
  for (const address of [
    'me:secret@db.example.com/brief',
    '/brief?host=db.example.com',
    'me:secret@localhost/brief?hostaddr=db.example.com',
  ]) {
    const far = await cli(['push'], { DATABASE_URL: `postgresql://${address}` })
    expect(far.code).toBe(1)
    expect(far.stderr).toContain('for a database on this machine, not for db.example.com')
    expect(far.output).not.toContain('secret')
  }
  write("title: text(), size: integer().generatedAlwaysAs('nowhere()')")
  const failed = await cli(['push', '--', '--force'], { DATABASE_URL })
  expect(failed.code, failed.output).toBe(1)
}, 180_000)

test('push leaves the walls of row-level security where they are', { timeout: 180_000 }, async () => {
  const databaseUrl = await server.create()
  await migrate({ databaseUrl, folder: 'drizzle' })
  const { code, stderr } = await run(['push', '--url', databaseUrl])
  expect(code, stderr).toBe(0)
  const tables = await query(databaseUrl, 'select relname from pg_class where relrowsecurity')
  const policies = await query(databaseUrl, 'select tablename from pg_policies')
  expect([tables.length, policies.length]).toEqual([32, 39])
})
