import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll } from 'vitest'
import { startEmbeddedPostgres } from '../../src/local/postgres/index.ts'
import { describeSchema, type SchemaDescription } from '../../src/migrate/describe/index.ts'

/** The long form of a proof, with LONG=1; else its short one. */
export const long = Boolean(process.env.LONG)

/** The name drizzle gives its table, quoted. */
const journalTable = '"drizzle"."__drizzle_migrations"'

const cli = join(import.meta.dirname, '../../src/migrate/cli.ts')

/** What a run of the command line did. */
export type Run = { code: number | null; stdout: string; stderr: string; output: string }

/** Runs the command line; `onStart` gets the process, to kill it. */
export function run(
  args: string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; onStart?: (child: ChildProcess) => void } = {},
): Promise<Run> {
  const { DATABASE_URL: _none, ...env } = process.env
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: options.cwd ?? process.cwd(),
    env: { ...env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  options.onStart?.(child)
  const out = { stdout: '', stderr: '' }
  child.stdout.on('data', (data) => {
    out.stdout += data
  })
  child.stderr.on('data', (data) => {
    out.stderr += data
  })
  return new Promise((done) =>
    child.on('close', (code) => done({ code, ...out, output: `${out.stdout}${out.stderr}` })),
  )
}

/**
 * A Postgres for one test file, and databases in it. With POSTGRES_URL set that server is used instead, to try another
 * version; its role must be allowed to create databases.
 */
export function useServer() {
  let stop: () => Promise<void> = async () => {}
  let base = ''
  let count = 0
  const clients: pg.Client[] = []
  beforeAll(async () => {
    if (process.env.POSTGRES_URL) {
      base = process.env.POSTGRES_URL
      return
    }
    const dataDir = mkdtempSync(join(tmpdir(), 'migrations-'))
    const server = await startEmbeddedPostgres({ dataDir, durable: false })
    base = `postgresql://${server.user}:${server.password}@${server.host}:${server.port}/postgres`
    stop = async () => {
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    }
  })
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.end().catch(() => {})))
    await stop()
  })
  const urlOf = (name: string) => {
    const url = new URL(base)
    url.pathname = `/${name}`
    return url.href
  }
  return {
    /** The URL of a database that may not exist. */
    urlOf,
    /** A new, empty database. */
    async create(): Promise<string> {
      count += 1
      const name = `t${process.pid}_${count}_${Date.now() % 1e6}`
      await query(base, `create database ${name}`)
      return urlOf(name)
    },
    /** An open connection, closed after the file's tests. */
    async connect(url: string): Promise<pg.Client> {
      const client = new pg.Client(url)
      client.on('error', () => {})
      await client.connect()
      clients.push(client)
      return client
    },
  }
}

/** The rows of one query on a connection of its own. */
export async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

/** The schema of a database without drizzle's table. */
export async function describeDatabase(url: string): Promise<SchemaDescription> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return await describeSchema(client, { ignoreTable: journalTable, grants: true })
  } finally {
    await client.end()
  }
}

/** A folder that is gone after the file's tests. */
export function useScratch(): (name: string) => string {
  const root = mkdtempSync(join(tmpdir(), 'migrations-'))
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  return (name) => join(root, name)
}
