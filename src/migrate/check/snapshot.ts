import type pg from 'pg'
import { diffSchemas } from '../describe/diff.ts'
import type { SchemaDescription } from '../describe/index.ts'
import { renderError } from '../errors.ts'
import { makeSnapshot, type SnapshotNames } from '../generate/from-snapshot.ts'
import { type Migration, readMigrations } from '../read-migrations.ts'
import { touchesCluster } from './cluster.ts'
import type { CheckContext } from './context.ts'
import { filterDescription, readFilter } from './filter.ts'
import { type Replay, withReplay } from './replay.ts'

/**
 * Compares what the migrations' SQL makes on a scratch database with what the last snapshot makes there: a migration that
 * was emptied or edited by hand makes something else than drizzle-kit believes. What the SQL makes besides (functions,
 * triggers, constraints written by hand) is no concern of the snapshot; and what an adopted history has of it is past.
 */
export async function checkSnapshot(context: CheckContext): Promise<string[]> {
  const migrations = await readMigrations(context.config.folder)
  const last = migrations.at(-1)
  const lastAdopted = context.all ? undefined : migrations.findLast(({ adopted }) => adopted)
  if (!last) return []
  return withReplay(context, migrations, async (replay) => {
    try {
      const old = new Set<string>()
      for (const migration of migrations) {
        await replay.up(migration)
        if (migration !== lastAdopted) continue
        for (const line of await findDeviations(context, replay, migration)) old.add(line)
      }
      if (old.size > 0)
        context.report({
          level: 'info',
          text: `  ${old.size} lines of the adopted history differ from its snapshot`,
        })
      if (last === lastAdopted) return []
      const lines = (await findDeviations(context, replay, last)).filter((line) => !old.has(line))
      return lines.length > 0
        ? [`the migrations do not make what ${last.tag}'s snapshot says (- snapshot, + SQL):`, ...lines]
        : []
    } catch (error) {
      return renderError(error)
    }
  })
}

async function findDeviations(
  context: CheckContext,
  replay: Replay,
  migration: Migration,
): Promise<string[]> {
  const filter = await readFilter(context)
  const actual = comparable(await replay.describe())
  const { statements, names: bare } = await makeSnapshot(migration)
  const names = await quoteNames(replay.session.client, bare)
  const { description, failed } = await replay.tentatively(() => remake(replay, names, statements))
  for (const text of failed) context.report({ level: 'info', text: `  not compared: ${text}` })
  const expected = comparable(filterDescription(description, filter))
  const wanted = new Map([...expected].filter(([key]) => isOfSnapshot(key, names)))
  return diffSchemas(wanted, new Map([...actual].filter(([key]) => wanted.has(key))))
}

/** Names as the description has them. */
type Names = Record<keyof SnapshotNames, string[]>

async function quoteNames(client: pg.Client, names: SnapshotNames): Promise<Names> {
  const quote = async (list: [string, string][]) => {
    const { rows } = await client.query<{ name: string }>(
      "select format('%I.%I', schema, name) as name from unnest($1::text[], $2::text[]) as t (schema, name)",
      [list.map(([schema]) => schema), list.map(([, name]) => name)],
    )
    return rows.map(({ name }) => name)
  }
  return {
    tables: await quote(names.tables),
    views: await quote(names.views),
    enums: await quote(names.enums),
    sequences: await quote(names.sequences),
  }
}

/** Drops what the snapshot knows and makes it anew from the snapshot; functions and the like stay for it to use. */
async function remake(
  { session: { client }, describe }: Replay,
  names: Names,
  statements: string[],
): Promise<{ description: SchemaDescription; failed: string[] }> {
  const failed: string[] = []
  const tryTo = async (sql: string) => {
    await client.query('savepoint remake')
    await client.query(sql).catch(async (error: Error) => {
      failed.push(`${error.message}: ${sql.split('\n', 1)[0]}`)
      await client.query('rollback to savepoint remake')
    })
    await client.query('release savepoint remake')
  }
  await client.query("set local client_min_messages = 'error'")
  const { rows } = await client.query<{ sql: string }>(
    `select format('drop %s if exists %s cascade',
              case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end,
              c.oid::regclass) as sql
       from pg_class c where c.oid in (select to_regclass(name) from unnest($1::text[]) name)
      union all
     select format('drop type if exists %s cascade', to_regtype(name)) from unnest($2::text[]) name where to_regtype(name) is not null`,
    [[...names.views, ...names.tables, ...names.sequences], names.enums],
  )
  for (const { sql } of rows) await tryTo(sql)
  failed.length = 0
  // Schemas and roles are there already, from the migrations.
  for (const sql of statements) if (!/^CREATE SCHEMA\b/.test(sql) && !touchesCluster(sql)) await tryTo(sql)
  return { description: await describe({ within: true }), failed }
}

// Whether an object is one that the snapshot describes whole.
function isOfSnapshot(key: string, names: Names): boolean {
  const [, kind = '', rest = ''] = key.match(/^(table|view|materialized view|enum|sequence) (.*)$/) ?? []
  const known = {
    table: names.tables,
    view: names.views,
    'materialized view': names.views,
    enum: names.enums,
    sequence: names.sequences,
  }[kind]
  return known?.some((name) => rest === name || rest.startsWith(`${name} `)) ?? false
}

/**
 * Without what snapshots do not keep: row security, storage and the like of a table, whether a constraint is validated,
 * and the names of primary keys and of the sequences of serial columns, which a rename of the table does not change.
 */
function comparable(description: SchemaDescription): SchemaDescription {
  return new Map(
    [...description].map(([key, text]): [string, string] => {
      if (/^table (?:"[^"]+"|[^" ])+$/.test(key)) return [key, '']
      if (/^PRIMARY KEY/.test(text))
        return [key.replace(/ constraint .*$/, ' constraint (primary key)'), text]
      return [key, text.replace(/ NOT VALID$/, '').replace(/nextval\('[^']*'::regclass\)/, 'nextval')]
    }),
  )
}
