import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { onServer } from './test-server.ts'

/** A database of one test file: migrated, empty, and its own. */
export interface TestDatabase {
  /** Through Neon's protocol, for the driver. */
  url: string
  /** Straight to Postgres, for `pg` and for migrations. */
  directUrl: string
  /** Runs one statement past the application, to arrange or to look. */
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
}

/** Gives the calling test file a database cloned from the migrated template, and drops it afterwards. */
export function useTestDatabase(): TestDatabase {
  const name = `test_${randomBytes(6).toString('hex')}`
  const template = inject('templateUrl')
  const direct = new URL(template)
  direct.pathname = `/${name}`
  const neon = new URL(direct)
  neon.host = inject('neonHost')
  const pool = new pg.Pool({ connectionString: direct.href, max: 2 })
  // An idle connection, or one being closed, may hear that its database is dropped; what a query hears, it throws.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  beforeAll(() =>
    onServer(template, (client) =>
      client.query(
        `create database ${name} template "${new URL(template).pathname.slice(1)}" strategy file_copy`,
      ),
    ),
  )
  afterAll(async () => {
    await pool.end()
    await onServer(template, (client) => client.query(`drop database ${name} with (force)`))
  })
  return {
    url: neon.href,
    directUrl: direct.href,
    query: async (text, values) => (await pool.query(text, values)).rows,
  }
}
