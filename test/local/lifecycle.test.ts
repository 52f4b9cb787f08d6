import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { startLocalDatabase } from '../../src/local/database.ts'
import { startEmbeddedPostgres } from '../../src/local/postgres/index.ts'
import { temporaryFolder } from './stack.ts'

interface Told {
  url: string
  port: number
  password: string
  fresh: boolean
  error?: { name: string; code: string; message: string }
}

const template = temporaryFolder()
let folder: string
let remove: () => void
const children: ChildProcess[] = []

beforeAll(async () => {
  await (await startEmbeddedPostgres({ dataDir: template.folder, durable: false })).stop()
  return template.remove
})
beforeEach(() => {
  const temporary = temporaryFolder()
  folder = temporary.folder
  remove = temporary.remove
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  // Stops a server that a killed parent left, so that the folder can go.
  rmSync(join(folder, 'postgres.owner'), { force: true })
  if (existsSync(join(folder, 'postgres/postmaster.pid')))
    await start().then(
      (postgres) => postgres.stop(),
      () => {},
    )
  remove()
})

const start = (options = {}) => startEmbeddedPostgres({ dataDir: folder, durable: false, ...options })

/** A stopped cluster, copied, so that a test has not to make one. */
function withCluster(): string {
  // cp keeps owners and modes, which Postgres checks.
  execFileSync('cp', ['-Rp', join(template.folder, 'postgres'), folder])
  return join(folder, 'postgres')
}

async function parent(...args: string[]): Promise<{ child: ChildProcess; told: Told }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'parent.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const [line] = await once(createInterface(child.stdout!), 'line')
  return { child, told: JSON.parse(line) }
}

async function query(connectionString: string, text: string) {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

test('what was committed is there after kill -9 of the parent and a new start', async () => {
  const { child, told } = await parent('database', folder)
  expect(told.fresh).toBe(true)
  await query(told.url, `create table kept as select generate_series(1, 1000) as id`)
  child.kill('SIGKILL')
  await once(child, 'exit')
  const again = await startLocalDatabase({ dataDir: folder, port: 0, durable: false })
  expect(again.fresh).toBe(false)
  expect(
    await query(
      again.directUrl,
      'select count(*)::int as count, current_user as who, bool_or(rolsuper) as super from kept, pg_roles where rolname = current_user',
    ),
  ).toEqual([{ count: 1000, who: 'morning_brief', super: false }])
  await query(again.url, 'create extension pg_trgm; create extension citext; create extension pgcrypto')
  await query(again.url, 'create database another')
  await again.stop()
})

test('a folder that a living process uses is refused, and that one is not disturbed', async () => {
  withCluster()
  const { child, told } = await parent('postgres', folder)
  await expect(start()).rejects.toMatchObject({
    name: 'LocalDatabaseError',
    code: 'data_dir_in_use',
    message: expect.stringMatching(new RegExp(`in use .*process ${child.pid}\\)`)),
  })
  expect(
    await query(`postgres://postgres:${told.password}@127.0.0.1:${told.port}/postgres`, 'select 1 as one'),
  ).toEqual([{ one: 1 }])
})

test('who ends while Postgres starts leaves none behind', async () => {
  const cluster = withCluster()
  const child = spawn(process.execPath, [join(import.meta.dirname, 'parent.ts'), 'impatient', folder])
  children.push(child)
  await once(child, 'exit')
  const lock = join(cluster, 'postmaster.pid')
  await expect.poll(() => existsSync(lock), { timeout: 10_000 }).toBe(false)
  expect(existsSync(join(folder, 'postgres.owner'))).toBe(false)
})

test('a Ctrl-C that a shell passes on twice stops all in order', async () => {
  withCluster()
  const child = spawn(process.execPath, [
    'src/local/start-database.ts',
    '--json',
    '--port',
    '0',
    '--data-dir',
    folder,
  ])
  children.push(child)
  await once(createInterface(child.stdout), 'line')
  child.kill('SIGINT')
  child.kill('SIGINT')
  setTimeout(() => child.kill('SIGINT'), 20)
  expect(await once(child, 'exit')).toEqual([0, null])
  expect(existsSync(join(folder, 'postgres/postmaster.pid'))).toBe(false)
})

test('two that start at once: one gets the folder', async () => {
  withCluster()
  const both = await Promise.all([parent('postgres', folder), parent('postgres', folder)])
  expect(both.filter(({ told }) => told.error?.code === 'data_dir_in_use')).toHaveLength(1)
})

test('a lock file whose pid is another program’s now is no hindrance, nor is that program touched', async () => {
  const cluster = withCluster()
  const bystander = spawn('sleep', ['60'])
  children.push(bystander)
  writeFileSync(
    join(cluster, 'postmaster.pid'),
    `${bystander.pid}\n${cluster}\n1700000000\n5432\n\n127.0.0.1\n  1 1\nready   \n`,
  )
  const postgres = await start()
  await postgres.stop()
  expect(bystander.exitCode ?? bystander.signalCode).toBeNull()
})

test('a claim whose pid is another program’s now is taken over', async () => {
  withCluster()
  writeFileSync(join(folder, 'postgres.owner'), JSON.stringify({ pid: process.pid, started: '1' }))
  await (await start()).stop()
  expect(existsSync(join(folder, 'postgres.owner'))).toBe(false)
})

test('a taken port gives way to a free one; only loopback is listened on', async () => {
  withCluster()
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }
  const postgres = await start({ port })
  expect(postgres.port).not.toBe(port)
  const url = `postgres://postgres:${postgres.password}@127.0.0.1:${postgres.port}/postgres`
  const settings = `select string_agg(setting, ' ' order by name) as seen from pg_settings where name in ('listen_addresses', 'unix_socket_directories', 'TimeZone')`
  expect(await query(url, settings)).toEqual([{ seen: 'UTC 127.0.0.1 ' }])
  await postgres.stop()
  await postgres.stop()
  taken.close()
})

test('a start that was killed while it made the cluster does not spoil the next', async () => {
  mkdirSync(join(folder, 'postgres.new'))
  writeFileSync(join(folder, 'postgres.new', 'PG_VERSION'), '18\n')
  const postgres = await start()
  expect(postgres.fresh).toBe(true)
  await postgres.stop()
})

test('db:start prints one URL that works, and SIGTERM ends it', async () => {
  const script = join(import.meta.dirname, '../../src/local/start-database.ts')
  const child = spawn(process.execPath, [script, '--json', '--port', '0'], {
    env: { ...process.env, DATA_DIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const [line] = await once(createInterface(child.stdout), 'line')
  const { database_url, direct_url, fresh } = JSON.parse(line)
  expect(fresh).toBe(true)
  for (const url of [database_url, direct_url]) {
    expect(await query(url, 'select current_database() as name')).toEqual([{ name: 'morning_brief' }])
  }
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
  expect(existsSync(join(folder, 'postgres/postmaster.pid'))).toBe(false)
})
