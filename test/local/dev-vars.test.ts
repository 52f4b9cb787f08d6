import { execFileSync, spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { temporaryFolder } from './stack.ts'

const { folder, remove } = temporaryFolder()
afterAll(remove)

const module = join(import.meta.dirname, '../../src/local/dev-vars.ts')

/** What commands see, run in a folder with such a `.dev.vars`, and such a `.env`. */
function environment(file: string, env: Record<string, string>, dotEnv?: string): Record<string, string> {
  writeFileSync(join(folder, '.dev.vars'), file)
  if (dotEnv === undefined) rmSync(join(folder, '.env'), { force: true })
  else writeFileSync(join(folder, '.env'), dotEnv)
  const script = `const { withDevVars } = await import(${JSON.stringify(module)})
    console.log(JSON.stringify(withDevVars(JSON.parse(process.argv[1]))))`
  const args = ['--input-type=module', '-e', script, JSON.stringify(env)]
  return JSON.parse(execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }))
}

const URL = 'postgres://u:p@file/d'
const FILE = `DATABASE_URL=${URL}\nPORT=8790\nDATA_DIR=\n`

test('the file fills what the environment leaves open, or empty', () => {
  const given = { PORT: '1', DATABASE_URL: '' }
  expect(environment(FILE, given)).toEqual({ DATABASE_URL: URL, PORT: '1' })
})

test('a database that the environment names is not mixed with that of the file', () => {
  const staging = { PGHOST: 'staging', PGDATABASE: 'd' }
  expect(environment(FILE, staging)).toEqual({ PORT: '8790', ...staging })
})

test.each([
  { PGPASSWORD: 'x' },
  { PGUSER: 'me' },
  { PGHOST: '/tmp' },
  { PGPORT: '5433' },
  { PGDATABASE: 'other' },
])('%j names no database, so that of the file is used, whole', (stray) => {
  expect(environment(FILE, stray)).toEqual({ PORT: '8790', DATABASE_URL: URL })
  const family = { PGHOST: 'file', PGUSER: 'u', PGPASSWORD: 'p', PGDATABASE: 'd' }
  const written = Object.entries(family).map(([name, value]) => `${name}=${value}\n`)
  expect(environment(written.join(''), stray)).toEqual(family)
})

test('PGSSLMODE and the like stay, whatever names the database', () => {
  expect(environment(FILE, { PGSSLMODE: 'require' })).toMatchObject({
    PGSSLMODE: 'require',
    DATABASE_URL: URL,
  })
})

test('.env, which drizzle-kit reads, comes after .dev.vars, which wrangler reads', () => {
  const dotEnv = 'DATABASE_URL=postgres://u:p@env/d\nFEED_CONTACT=me\n'
  expect(environment('', {}, dotEnv)).toEqual({ DATABASE_URL: 'postgres://u:p@env/d', FEED_CONTACT: 'me' })
  // drizzle-kit has put it into the environment by then.
  const loaded = { DATABASE_URL: 'postgres://u:p@env/d', FEED_CONTACT: 'me' }
  expect(environment(FILE, loaded, dotEnv)).toMatchObject({ DATABASE_URL: URL, FEED_CONTACT: 'me' })
})

test('commands say when the database of the file is not used, and say it without its address', () => {
  writeFileSync(join(folder, '.dev.vars'), 'DATABASE_URL=postgres://u:secret@file/d\n')
  rmSync(join(folder, '.env'), { force: true })
  const script = `const { loadDevVars } = await import(${JSON.stringify(module)})
    loadDevVars()
    loadDevVars()
    console.log(process.env.DATABASE_URL ?? process.env.PGHOST)`
  const run = (env: Record<string, string>) =>
    spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: folder, env, encoding: 'utf8' })
  const named = run({ PGHOST: 'staging', PGDATABASE: 'd' })
  expect(named.stdout.trim()).toBe('staging')
  expect(named.stderr.trim()).toBe(
    'DATABASE_URL of .dev.vars is not used, because the environment names a database.',
  )
  const stray = run({ PGHOST: 'staging' })
  expect([stray.stdout.trim(), stray.stderr]).toEqual(['postgres://u:secret@file/d', ''])
})
