import pg from 'pg'
import { limitTimes, runAll } from './apply.ts'
import { isNoTransaction, type Migration } from './read-migrations.ts'
import type { Session } from './session.ts'
import { splitStatements } from './statements.ts'

/**
 * Data that a rollback would destroy. `column` is null when the whole table goes or rows are deleted; `type` is the one that
 * the column gets, when it stays but does not hold its values whole.
 */
export type DataLoss = { table: string; column: string | null; rows: number; type?: string }

/**
 * Finds what rolling back would destroy, without reading SQL: runs the ways down in the current transaction up to a
 * savepoint, sees which tables and columns are gone and how many rows were deleted or truncated, goes back, and counts.
 * Renames lose nothing. It takes the locks that the rollback would take, until the transaction ends.
 * @throws MigrateError when a way down fails.
 */
export async function findDataLoss(session: Session, migrations: Migration[]): Promise<DataLoss[]> {
  const { client } = session
  await client.query('savepoint rehearsal')
  const { suspects, retyped } = await rehearse(session, migrations)
  await client.query('rollback to savepoint rehearsal')
  const losses: DataLoss[] = []
  for (const { table, column, kept, deleted } of suspects) {
    const what = column === null ? '*' : pg.escapeIdentifier(column)
    const { rows } = await client.query<{ rows: string }>(`select count(${what}) as rows from ${table}`)
    losses.push({ table, column, rows: Math.max(Number(rows[0]!.rows) - kept, deleted) })
  }
  for (const one of retyped) {
    const { table, column, type } = one
    losses.push({ table, column, rows: await countNarrowed(client, one), type })
  }
  return losses.filter((loss) => loss.rows > 0)
}

type Retyped = { table: string; column: string; was: string; type: string }

/** How many values do not come back whole from the type that their column gets; none where Postgres cannot tell. */
async function countNarrowed(client: pg.Client, { table, column, was, type }: Retyped): Promise<number> {
  const name = pg.escapeIdentifier(column)
  await client.query('savepoint narrowed')
  try {
    const { rows } = await client.query<{ rows: string }>(
      `select count(*) as rows from ${table} where ${name}::text is distinct from ${name}::${type}::${was}::text`,
    )
    return Number(rows[0]!.rows)
  } catch {
    // There is no cast there and back, so the way down has its own, or fails by itself.
    return 0
  } finally {
    await client.query('rollback to savepoint narrowed')
  }
}

/** What is gone or fewer after a rehearsal: how many rows of it were kept, and how many were deleted one by one. */
type Suspect = { table: string; column: string | null; kept: number; deleted: number }

async function rehearse(
  session: Session,
  migrations: Migration[],
): Promise<{ suspects: Suspect[]; retyped: Retyped[] }> {
  const { client } = session
  await limitTimes(session)
  const before = await readColumns(client)
  for (const { down = '', downFile: file, adopted } of migrations) {
    // What needs no transaction drops indexes and the like: nothing that holds data.
    if (!isNoTransaction(down)) await runAll(session, { file, statements: splitStatements(down), adopted })
  }
  const after = new Map((await readColumns(client)).map((column) => [column.id, column]))
  const tables = new Map([...after.values()].map((column) => [column.oid, column]))
  const suspects = new Map<string, Suspect>()
  const retyped: Retyped[] = []
  for (const { id, oid, parent, table, column, type: was } of before) {
    const type = after.get(id)?.type
    if (type !== undefined && type !== was && parent === null) retyped.push({ table, column, was, type })
    if (type !== undefined) continue
    const isWhole = !tables.has(oid)
    // A partition's rows are its parent's, unless it alone goes.
    if (parent !== null && !(isWhole && tables.has(parent))) continue
    suspects.set(`${table} ${isWhole ? '' : column}`, {
      table,
      column: isWhole ? null : column,
      kept: 0,
      deleted: 0,
    })
  }
  const deletions = await readDeleted(client)
  for (const then of new Map(before.map((column) => [column.oid, column])).values()) {
    const now = tables.get(then.oid)
    const deleted = deletions.get(then.oid) ?? 0
    // TRUNCATE gives a table another file.
    const isRewritten = now?.file !== then.file
    if (!now || !(isRewritten || deleted > 0)) continue
    const { rows } = await client.query<{ kept: string }>(`select count(*) as kept from ${now.table}`)
    suspects.set(then.table, { table: then.table, column: null, kept: Number(rows[0]!.kept), deleted })
  }
  return { suspects: [...suspects.values()], retyped }
}

// Numbers of objects go up to 2^32, beyond Postgres's integer, so they are read as texts.
type Column = {
  id: string
  oid: string
  parent: string | null
  file: string
  table: string
  column: string
  type: string
}

async function readColumns(client: pg.Client): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `select c.oid::text as oid, c.oid || '.' || a.attnum as id, format('%I.%I', n.nspname, c.relname) as table,
            a.attname as column, format_type(a.atttypid, a.atttypmod) as type, c.relfilenode::text as file,
            (select inhparent::text from pg_inherits where inhrelid = c.oid and c.relispartition) as parent
       from pg_class c
       join pg_namespace n on n.oid = c.relnamespace and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
       join pg_attribute a on a.attrelid = c.oid and a.attnum >= 0 and not a.attisdropped and a.attgenerated = ''
      where c.relkind in ('r', 'p')
      order by c.oid, a.attnum`,
  )
  return rows
}

/** How many rows this transaction deleted, by table. */
async function readDeleted(client: pg.Client): Promise<Map<string, number>> {
  const { rows } = await client.query<{ oid: string; deleted: number }>(
    'select relid::text as oid, n_tup_del::float8 as deleted from pg_stat_xact_user_tables where n_tup_del > 0',
  )
  return new Map(rows.map(({ oid, deleted }) => [oid, deleted]))
}

/** A loss in words. */
export function describeLoss({ table, column, rows, type }: DataLoss): string {
  const many = `${rows} ${rows === 1 ? 'row' : 'rows'}`
  if (type !== undefined) return `${many} of which ${table}.${column} does not fit whole into ${type}`
  return column === null ? `${many} of ${table}` : `${many} with a value in ${table}.${column}`
}
