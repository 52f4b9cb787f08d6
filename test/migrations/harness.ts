import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
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
 * Databases of one test file on the run's server; another version is tried with TEST_DATABASE_URL, whose role must be
 * allowed to create databases.
 */
export function useServer() {
  const base = inject('templateUrl')
  const urlOf = (name: string) => {
    const url = new URL(base)
    url.pathname = `/${name}`
    return url.href
  }
  const maintenance = urlOf('postgres')
  const made: string[] = []
  const clients: pg.Client[] = []
  const drop = async () => {
    await Promise.all(clients.map((client) => client.end().catch(() => {})))
    for (const name of made) await query(maintenance, `drop database if exists ${name} with (force)`)
  }
  // Long proofs make them by the hundred.
  afterAll(drop, long ? 900_000 : undefined)
  return {
    /** The URL of a database that may not exist. */
    urlOf,
    /** A new, empty database. */
    async create(): Promise<string> {
      const name = `migrations_${process.pid}_${made.length}`
      made.push(name)
      await query(maintenance, `create database ${name}`)
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
