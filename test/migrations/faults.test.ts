import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkReversible } from '../../src/migrate/check/reversible.ts'
import { checkSnapshot } from '../../src/migrate/check/snapshot.ts'
import { bareConfig } from '../../src/migrate/config.ts'
import { renderError } from '../../src/migrate/errors.ts'
import { migrate } from '../../src/migrate/migrate.ts'
import { countingEntries, statements, writeFolder } from './folder.ts'
import { query, useScratch, useServer } from './harness.ts'
import { projectEntries } from './project.ts'

const server = useServer()
const scratch = useScratch()
const report = () => {}
const role = `checked_${process.pid}`

async function said(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => expect.unreachable('it should have failed'),
    (error: unknown) => renderError(error).join('\n'),
  )
}

test.each([
  ['plain', `CREATE ROLE ${role};`],
  [
    'in a block',
    `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN CREATE ROLE ${role}; END IF; END $$;`,
  ],
  ['put together at run time', `DO $$ BEGIN EXECUTE 'CREATE ' || 'ROLE ${role}x'; END $$;`],
])('the check leaves the roles of the server as they are: created %s', async (kind, create) => {
  const databaseUrl = await server.create()
  const state = `select oid, rolname, rolconnlimit from pg_roles where rolname like '${role}%'`
  await query(databaseUrl, `create role ${role} login password 'secret' connection limit 3`)
  try {
    const before = await query(databaseUrl, state)
    const name = kind === 'put together at run time' ? `${role}x` : role
    const folder = writeFolder(scratch(`role-${create.length}`), [
      {
        tag: '0000_role',
        up: statements('CREATE TABLE t (id int);', create, `GRANT SELECT ON t TO ${name};`),
        down: statements('DROP TABLE t;', `DROP ROLE ${name};`),
      },
      { tag: '0001_more', up: `CREATE POLICY p ON t TO ${name};`, down: 'DROP POLICY p ON t;' },
    ])
    expect(await checkReversible({ config: { ...bareConfig, folder }, databaseUrl, report })).toEqual([])
    expect(await query(databaseUrl, state)).toEqual(before)
    // The password is seen by whether it opens the door.
    const asRole = Object.assign(new URL(databaseUrl), { username: role, password: 'secret' }).href
    expect(await query(asRole, 'select 1 as open')).toEqual([{ open: 1 }])
  } finally {
    await query(databaseUrl, `drop role ${role}`)
  }
})

test('a migration that was emptied by hand is found: its column is in the snapshot and not in the database', async () => {
  const databaseUrl = await server.create()
  const folder = writeFolder(scratch('emptied'), await projectEntries())
  const context = { config: { ...bareConfig, folder }, databaseUrl, report }
  expect(await checkSnapshot(context)).toEqual([])
  const path = join(folder, '0003_replaced.sql')
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace('ALTER TABLE "authors" ADD COLUMN "nickname" text;', 'SELECT 1;'),
  )
  expect((await checkSnapshot(context)).join('\n')).toContain('- table public.authors column nickname: text')
})

test('a role and settings that a migration sets do not reach the next one', async () => {
  const databaseUrl = await server.create()
  const [first] = countingEntries(1)
  await query(databaseUrl, `create role ${role}_set; grant ${role}_set to current_user`)
  try {
    const folder = writeFolder(scratch('set-role'), [
      first!,
      { tag: '0001_role', up: statements(`SET ROLE ${role}_set;`, 'SELECT 1;') },
      { tag: '0002_next', up: 'ALTER TABLE counters ADD COLUMN made_by text DEFAULT current_user;' },
    ])
    expect((await migrate({ databaseUrl, folder })).applied).toHaveLength(3)
    const owner = new URL(databaseUrl).username
    expect(await query(databaseUrl, 'select distinct made_by from counters')).toEqual([{ made_by: owner }])
  } finally {
    await query(databaseUrl, `drop role ${role}_set`)
  }
})

test('a journal that cannot be written says so, and nothing is applied', async () => {
  const databaseUrl = await server.create()
  const [first, second] = countingEntries(1)
  const folder = writeFolder(scratch('journal-write'), [first!])
  await migrate({ databaseUrl, folder })
  await query(databaseUrl, 'alter table drizzle.__drizzle_migrations add constraint full_up check (id < 2)')
  writeFolder(folder, [first!, second!])
  const text = await said(migrate({ databaseUrl, folder }))
  expect(text).toContain(
    '0001_count could not be recorded in "drizzle"."__drizzle_migrations", so it was undone',
  )
  expect(text).toContain('violates check constraint "full_up"')
  expect(await query(databaseUrl, 'select n from counters')).toEqual([{ n: 0 }])
})

test('without breakpoints the failing line is named all the same', async () => {
  const databaseUrl = await server.create()
  const up =
    'CREATE TABLE a (n int);\n-- one; two\nINSERT INTO a VALUES (0), (1);\n\nUPDATE a SET n = 1 / n;\n'
  const folder = writeFolder(scratch('line'), [{ tag: '0000_bare', up }])
  expect(await said(migrate({ databaseUrl, folder }))).toMatch(
    /0000_bare\.sql:5\n {6,}5 \| UPDATE a SET n = 1 \/ n;\n {2}division by zero/,
  )
})

test('a table that is locked for a while is tried again, and that is said', async () => {
  const databaseUrl = await server.create()
  const entries = countingEntries(1)
  const folder = writeFolder(scratch('retry'), [entries[0]!])
  await migrate({ databaseUrl, folder })
  writeFolder(folder, [entries[0]!, entries[3]!])
  const other = await server.connect(databaseUrl)
  await other.query('begin; lock table counters')
  const texts: string[] = []
  const { applied } = await migrate({
    databaseUrl,
    folder,
    lockTimeoutMs: 200,
    retryLocksMs: 30_000,
    report: ({ text }) => {
      if (texts.push(text) && /could not have a lock; again in/.test(text)) void other.query('rollback')
    },
  })
  expect(applied).toEqual(['0003_count'])
  expect(texts.join('\n')).toMatch(/0003_count\.sql could not have a lock; again in .* for .* more/)
})

test('a BEGIN in front and its COMMIT at the end change nothing', async () => {
  const databaseUrl = await server.create()
  const up = 'BEGIN;\nCREATE TABLE a (n int);\nCOMMIT;\n'
  const folder = writeFolder(scratch('wrapped'), [{ tag: '0000_wrapped', up }])
  expect((await migrate({ databaseUrl, folder })).applied).toEqual(['0000_wrapped'])
})
