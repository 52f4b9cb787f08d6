import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { promisify } from 'node:util'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as drizzleMigrate } from 'drizzle-orm/node-postgres/migrator'
import { expect, test } from 'vitest'
import { migrate } from '../../src/migrate/migrate.ts'
import { readStatus } from '../../src/migrate/status.ts'
import { describeDatabase, query, useScratch, useServer } from './harness.ts'

const server = useServer()
const scratch = useScratch()
const shape = `select column_name, data_type, is_nullable, column_default from information_schema.columns
  where table_schema = 'drizzle' order by 1`
const journal = 'select hash, created_at::text from drizzle.__drizzle_migrations order by created_at'

/** The project's own migrations, the first `count` of them. */
function ownFolder(name: string, count?: number): string {
  const folder = scratch(name)
  cpSync(resolve('drizzle'), folder, { recursive: true })
  const path = join(folder, 'meta', '_journal.json')
  const { entries, ...rest } = JSON.parse(readFileSync(path, 'utf8'))
  writeFileSync(path, JSON.stringify({ ...rest, entries: entries.slice(0, count) }))
  return folder
}

async function drizzleKitMigrate(folder: string, url: string): Promise<void> {
  const config = join(scratch('config'), `${Date.now()}.json`)
  mkdirSync(scratch('config'), { recursive: true })
  const out = relative(process.cwd(), folder)
  writeFileSync(config, JSON.stringify({ dialect: 'postgresql', out, dbCredentials: { url } }))
  await promisify(execFile)(process.execPath, [
    resolve('node_modules/drizzle-kit/bin.cjs'),
    'migrate',
    '--config',
    relative(process.cwd(), config),
  ])
}

test('what drizzle-kit migrate began, ours continues; and what ours did, drizzle-kit and drizzle-orm accept', async () => {
  const [theirs, ours] = [await server.create(), await server.create()]
  await drizzleKitMigrate(ownFolder('begun', 1), theirs)
  const folder = ownFolder('whole')
  const { applied } = await migrate({ databaseUrl: theirs, folder })
  const { pending, state } = await readStatus({ databaseUrl: theirs, folder })
  expect({ pending, state, applied: applied.length > 0 }).toEqual({
    pending: [],
    state: 'up_to_date',
    applied: true,
  })

  await migrate({ databaseUrl: ours, folder: ownFolder('begun-too', 1) })
  await drizzleKitMigrate(folder, ours)
  await drizzleMigrate(drizzle(await server.connect(ours)), { migrationsFolder: folder })
  expect((await migrate({ databaseUrl: ours, folder })).applied).toEqual([])

  // Made by ours in one, by drizzle-kit in the other.
  expect(await query(ours, shape)).toEqual(await query(theirs, shape))
  expect(await query(ours, journal)).toEqual(await query(theirs, journal))
  expect(await describeDatabase(ours)).toEqual(await describeDatabase(theirs))
})
