import pg from 'pg'
import type { Session } from './session.ts'

/** An index of the catalog. */
export type FoundIndex = {
  schema: string
  name: string
  valid: boolean
  onTable: boolean
  definition: string
}

/** The index called `indexName` in the schema of `table`; both as written in SQL. */
export async function findIndex(
  session: Session,
  table: string,
  indexName: string,
): Promise<FoundIndex | undefined> {
  const { rows } = await session.client.query<FoundIndex>(
    `select n.nspname as schema, c.relname as name, i.indisvalid and i.indisready as valid,
            i.indrelid = t.oid as "onTable", pg_get_indexdef(c.oid) as definition
       from pg_class t
       join pg_class c on c.relnamespace = t.relnamespace and c.relname = (parse_ident($2))[1]
       join pg_index i on i.indexrelid = c.oid
       join pg_namespace n on n.oid = c.relnamespace
      where t.oid = to_regclass($1)`,
    [table, indexName],
  )
  return rows[0]
}

/**
 * Whether a CREATE INDEX would build what is there: it is run on an empty copy of the table in a transaction
 * that is rolled back, and Postgres's own definitions of both are compared.
 */
export async function buildsSameIndex(
  { client }: Session,
  found: FoundIndex,
  table: string,
  verb: string,
  rest: string,
): Promise<boolean> {
  if (!found.onTable) return false
  await client.query('begin')
  try {
    const { rows } = await client.query<{ own: string; bare: string }>(
      `select oid::regclass::text as own, relname as bare from pg_class where oid = to_regclass($1)`,
      [table],
    )
    const { own = '', bare = '' } = rows[0] ?? {}
    // The same name, since a predicate may say "users"."name".
    const copy = `pg_temp.${pg.escapeIdentifier(bare)}`
    await client.query(`create temp table ${pg.escapeIdentifier(bare)} (like ${own}) on commit drop`)
    await client.query(`${verb} ${pg.escapeIdentifier(found.name)} on ${copy} ${rest}`)
    const built = await client.query<{ definition: string }>(
      `select pg_get_indexdef(indexrelid) as definition from pg_index where indrelid = to_regclass($1)`,
      [copy],
    )
    return shape(built.rows[0]?.definition ?? '') === shape(found.definition)
  } finally {
    await client.query('rollback')
  }
}

/** Drops what a REINDEX CONCURRENTLY that died left behind: invalid `..._ccnew` and `..._ccold` indexes. */
export async function dropLeftovers(session: Session, kind: string, target: string): Promise<void> {
  const { rows } = await session.client.query<{ leftover: string }>(
    `select format('%I.%I', n.nspname, c.relname) as leftover
       from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
      where not i.indisvalid and c.relname ~ '_cc(new|old)[0-9]*$'
        and i.indrelid = case when $1 = 'table' then to_regclass($2)
                              else (select indrelid from pg_index where indexrelid = to_regclass($2)) end`,
    [kind, target],
  )
  for (const { leftover } of rows) {
    session.report({ level: 'warn', text: `dropping ${leftover}, left half-built` })
    await session.client.query(`drop index concurrently if exists ${leftover}`)
  }
}

// CREATE [UNIQUE] INDEX name ON schema.table USING ...: all but the name and the table.
function shape(definition: string): string {
  const using = definition.indexOf(' USING ')
  return `${/^CREATE UNIQUE/.test(definition) ? 'unique' : ''}${definition.slice(using)}`
}
