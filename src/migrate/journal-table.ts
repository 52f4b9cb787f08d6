import type pg from 'pg'
import { asDatabaseError, describeDatabaseError, MigrateError } from './errors.ts'
import type { Layout } from './layout.ts'
import type { Migration } from './read-migrations.ts'

/** A row of drizzle's migrations table: `when` is its `created_at`, ms since 1970; `name` only from 1.0 on. */
export type AppliedRow = { id: number; hash: string; when: number; name: string | null }

/**
 * Creates the schema and table as drizzle-orm's migrator does; asks for no rights when they exist. drizzle-orm 1.0 knows
 * migrations by name, so there the column is added.
 */
export async function ensureJournalTable(client: pg.Client, table: string, layout: Layout): Promise<void> {
  const columns = await readColumns(client, table)
  const named = 'name text, applied_at timestamp with time zone default now()'
  if (columns.length === 0) {
    const schema = table.slice(0, table.indexOf('"."') + 1)
    const { rows } = await client.query<{ found: boolean }>(
      'select to_regnamespace($1) is not null as found',
      [schema],
    )
    if (!rows[0]?.found) await client.query(`create schema if not exists ${schema}`)
    await client.query(
      `create table if not exists ${table} (id serial primary key, hash text not null, created_at bigint
         ${layout === 'folders' ? `, ${named}` : ''})`,
    )
  } else if (layout === 'folders' && !columns.includes('name'))
    await client.query(
      `alter table ${table} add column if not exists ${named.replace(', ', ', add column if not exists ')}`,
    )
}

/** What the database says it has applied, oldest first; nothing when the table does not exist. */
export async function readApplied(client: pg.Client, table: string): Promise<AppliedRow[]> {
  const columns = await readColumns(client, table)
  if (columns.length === 0) return []
  const name = columns.includes('name') ? 'name' : 'null as name'
  const { rows } = await client.query<{ id: number; hash: string; when: string; name: string | null }>(
    `select id, hash, created_at as when, ${name} from ${table} order by created_at, id`,
  )
  return rows.map((row) => ({ ...row, when: Number(row.when) }))
}

/**
 * Records a migration as applied.
 * @throws MigrateError when it cannot be written.
 */
export async function recordApplied(client: pg.Client, table: string, migration: Migration): Promise<void> {
  const { hash, when, tag, layout } = migration
  const [names, places, values] =
    layout === 'folders'
      ? ['hash, created_at, name', '$1, $2, $3', [hash, when, tag]]
      : ['hash, created_at', '$1, $2', [hash, when]]
  await client
    .query(`insert into ${table} (${names}) values (${places})`, values)
    .catch(refused(table, `${tag} could not be recorded in ${table}`))
}

/**
 * Removes rows, of migrations that were rolled back or are known by another row.
 * @throws MigrateError when they cannot be removed.
 */
export async function forgetApplied(client: pg.Client, table: string, ids: number[]): Promise<void> {
  await client
    .query(`delete from ${table} where id = any ($1)`, [ids])
    .catch(refused(table, `The record of it could not be removed from ${table}`))
}

function refused(table: string, what: string) {
  return (cause: unknown): never => {
    const error = asDatabaseError(cause)
    throw new MigrateError(`${what}, so it was undone.`, {
      details: describeDatabaseError(error),
      hint:
        error.code === '42501'
          ? `Give the role SELECT, INSERT and DELETE on ${table} and USAGE on its schema and sequence.`
          : `Is ${table} the table that drizzle made? \`migrations\` in drizzle.config names it.`,
      cause,
    })
  }
}

async function readColumns(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'select attname as name from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped',
    [table],
  )
  return rows.map(({ name }) => name)
}
