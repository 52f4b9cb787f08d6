import pg from 'pg'
import { runStatement } from './apply.ts'
import { isNoTransaction, type Migration } from './read-migrations.ts'
import type { Session } from './session.ts'
import { splitStatements } from './statements.ts'

/** Data that a rollback would destroy. `column` is null when the whole table goes or rows are deleted. */
export type DataLoss = { table: string; column: string | null; rows: number }

/**
 * Finds what rolling back would destroy, without reading SQL: runs the ways down in a transaction, sees which
 * tables and columns are gone and how many rows were deleted, rolls everything back, and counts. Renames lose nothing.
 * @throws MigrateError when a way down fails.
 */
export async function findDataLoss(session: Session, migrations: Migration[]): Promise<DataLoss[]> {
  const { client } = session
  const rehearsal = { deleted: [] as DataLoss[], gone: [] as Column[] }
  await client.query('begin')
  try {
    await client.query("select set_config('lock_timeout', $1, true)", [`${session.lockTimeoutMs}`])
    const before = await readColumns(client)
    for (const { down = '', downFile } of migrations) {
      // What needs no transaction drops indexes and the like: nothing that holds data.
      if (isNoTransaction(down)) continue
      for (const statement of splitStatements(down)) await runStatement(session, downFile, statement)
    }
    const after = await readColumns(client)
    const left = new Set(after.map(({ id }) => id))
    const tables = new Set(after.map(({ oid }) => oid))
    rehearsal.gone = before
      .filter(({ id }) => !left.has(id))
      .map((lost) => (tables.has(lost.oid) ? lost : { ...lost, column: null }))
    rehearsal.deleted = await readDeleted(client)
  } finally {
    await client.query('rollback')
  }
  return [...(await count(client, rehearsal.gone)), ...rehearsal.deleted]
}

type Column = { id: string; oid: number; table: string; column: string | null }

async function readColumns(client: pg.Client): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `select c.oid::int8::int as oid, c.oid || '.' || a.attnum as id, format('%I.%I', n.nspname, c.relname) as table,
            a.attname as column
       from pg_class c
       join pg_namespace n on n.oid = c.relnamespace and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
       join pg_attribute a on a.attrelid = c.oid and a.attnum >= 0 and not a.attisdropped and a.attgenerated = ''
      where c.relkind in ('r', 'p') and not c.relispartition`,
  )
  return rows
}

async function readDeleted(client: pg.Client): Promise<DataLoss[]> {
  const { rows } = await client.query<{ table: string; rows: string }>(
    `select format('%I.%I', schemaname, relname) as table, n_tup_del as rows
       from pg_stat_xact_user_tables where n_tup_del > 0`,
  )
  return rows.map(({ table, rows: deleted }) => ({ table, column: null, rows: Number(deleted) }))
}

async function count(client: pg.Client, gone: Column[]): Promise<DataLoss[]> {
  const places = new Map(gone.map(({ table, column }) => [`${table} ${column ?? ''}`, { table, column }]))
  const losses: DataLoss[] = []
  for (const { table, column } of places.values()) {
    const what = column === null ? '*' : pg.escapeIdentifier(column)
    const { rows } = await client.query<{ rows: string }>(`select count(${what}) as rows from ${table}`)
    losses.push({ table, column, rows: Number(rows[0]?.rows ?? 0) })
  }
  return losses.filter((loss) => loss.rows > 0)
}

/** A loss in words. */
export function describeLoss({ table, column, rows }: DataLoss): string {
  const many = `${rows} ${rows === 1 ? 'row' : 'rows'}`
  return column === null ? `${many} of ${table}` : `${many} with a value in ${table}.${column}`
}
