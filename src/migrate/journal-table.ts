import type pg from 'pg'
import type { Migration } from './read-migrations.ts'

/** A row of drizzle's migrations table: `when` is its `created_at`, ms since 1970. */
export type AppliedRow = { id: number; hash: string; when: number }

/** Creates the schema and table as drizzle-orm's migrator does; asks for no rights when they exist. */
export async function ensureJournalTable(client: pg.Client, table: string): Promise<void> {
  if (await exists(client, table)) return
  const schema = table.slice(0, table.indexOf('"."') + 1)
  const { rows } = await client.query<{ found: boolean }>('select to_regnamespace($1) is not null as found', [
    schema,
  ])
  if (!rows[0]?.found) await client.query(`create schema if not exists ${schema}`)
  await client.query(
    `create table if not exists ${table} (id serial primary key, hash text not null, created_at bigint)`,
  )
}

/** What the database says it has applied, oldest first; nothing when the table does not exist. */
export async function readApplied(client: pg.Client, table: string): Promise<AppliedRow[]> {
  if (!(await exists(client, table))) return []
  const { rows } = await client.query<{ id: number; hash: string; when: string }>(
    `select id, hash, created_at as when from ${table} order by created_at, id`,
  )
  return rows.map((row) => ({ ...row, when: Number(row.when) }))
}

/** Records a migration as applied. */
export async function recordApplied(client: pg.Client, table: string, migration: Migration): Promise<void> {
  await client.query(`insert into ${table} (hash, created_at) values ($1, $2)`, [
    migration.hash,
    migration.when,
  ])
}

/** Forgets a migration that was rolled back. */
export async function forgetApplied(client: pg.Client, table: string, migration: Migration): Promise<void> {
  await client.query(`delete from ${table} where created_at = $1`, [migration.when])
}

async function exists(client: pg.Client, table: string): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>('select to_regclass($1) is not null as found', [
    table,
  ])
  return rows[0]?.found ?? false
}
