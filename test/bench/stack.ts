import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { hashToken } from '../../src/http/hash.ts'
import { migrate } from '../../src/migrate/migrate.ts'

/** The database under every measurement, in processes of its own: durable as in production. */
export interface BenchDatabase {
  /** Through Neon's protocol. */
  url: string
  directUrl: string
  /** The process of the local Neon protocol. */
  proxyPid: number
  userId: number
  token: string
  query(text: string, values?: unknown[]): Promise<pg.QueryResult>
  stop(): Promise<void>
}

/** Starts the embedded Postgres with its default durability and the local Neon protocol, migrated and empty. */
export async function startBenchDatabase(): Promise<BenchDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'morning-brief-bench-'))
  const child = spawn(
    process.execPath,
    ['src/local/start-database.ts', '--json', '--port', '0', '--data-dir', dataDir],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const { database_url: url, direct_url: directUrl } = JSON.parse(await firstLine(child))
  await migrate({ databaseUrl: directUrl, folder: 'drizzle' })
  const pool = new pg.Pool({ connectionString: directUrl, max: 4 })
  // As it stops, Postgres closes what is idle.
  pool.on('error', () => {})
  const token = `mb_${randomBytes(32).toString('base64url')}`
  const { rows } = await pool.query(
    `with made as (
       insert into users (email, role, brief_hour) values ('bench@bench.example', 'admin', 0) returning id
     )
     insert into access_tokens (user_id, name, token_hash, token_prefix)
     select id, 'bench', $1, $2 from made returning user_id`,
    [await hashToken(token), token.slice(0, 11)],
  )
  return {
    url,
    directUrl,
    proxyPid: child.pid!,
    userId: rows[0].user_id,
    token,
    query: (text, values) => pool.query(text, values),
    async stop() {
      await pool.end()
      const ended = new Promise((resume) => child.once('exit', resume))
      child.kill('SIGTERM')
      await ended
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** A migrated, empty database beside the benchmark's own: its URL through Neon's protocol, and the direct one. */
export async function freshDatabase(
  database: BenchDatabase,
  name: string,
): Promise<{ url: string; direct: string }> {
  await database.query(`create database ${name}`)
  const at = (text: string) => {
    const url = new URL(text)
    url.pathname = `/${name}`
    return url.href
  }
  const direct = at(database.directUrl)
  await migrate({ databaseUrl: direct, folder: 'drizzle' })
  return { url: at(database.url), direct }
}

/** Gives the benchmark's user so many items, a second apart. */
export async function seedItems(database: BenchDatabase, count: number): Promise<void> {
  await database.query(
    `insert into items (user_id, name, description, created_at)
     select $1, 'item ' || n, 'the description of item ' || n, now() - n * interval '1 second'
     from generate_series(1, $2::int) n`,
    [database.userId, count],
  )
  await database.query('vacuum analyze items')
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((line, fail) => {
    createInterface({ input: child.stdout! }).once('line', line)
    child.once('exit', () => fail(new Error('the database did not start')))
  })
}
