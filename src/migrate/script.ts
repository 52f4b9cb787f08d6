import pg from 'pg'
import { endOf } from './migrate.ts'
import { refuseUnrepeatable } from './no-transaction.ts'
import { type Migration, readMigrations } from './read-migrations.ts'
import type { Reporter } from './report.ts'
import { quoteTable, type TableOptions } from './session.ts'
import { stripComments } from './statements.ts'
import { forTransaction } from './transaction-control.ts'

/** Which migrations to write: those after `from`, up to `to`; both by name or number. */
export type ScriptOptions = TableOptions & {
  folder: string
  from?: string | undefined
  to?: string | undefined
  lockTimeoutMs: number
  report: Reporter
}

/**
 * The migrations as one script for psql, made without a database. It guards itself: each block holds the migration lock,
 * passes over what is applied, and stops where the one before is missing or a text differs.
 * @throws MigrateError when a migration cannot run in a transaction and could not be repeated.
 */
export async function writeScript(options: ScriptOptions): Promise<string> {
  const migrations = await readMigrations(options.folder)
  const table = quoteTable(options)
  const start = options.from === undefined ? 0 : endOf(migrations, options.from) + 1
  const chosen = migrations.slice(start, endOf(migrations, options.to) + 1)
  const lock = `select pg_advisory_xact_lock(hashtextextended(${pg.escapeLiteral(table)}, 0));`
  const blocks = chosen.map((migration) => {
    const guards = guard(table, migration, migrations[migrations.indexOf(migration) - 1])
    return migration.noTransaction
      ? outside(table, migration, guards)
      : inside(table, migration, guards, options, lock)
  })
  return [
    `-- ${chosen.length} migrations for psql, each applied once or not at all: psql -X -f this-file "$DATABASE_URL"`,
    '\\set ON_ERROR_STOP on',
    prepare(table, migrations[0], lock),
    ...blocks,
  ].join('\n\n')
}

function prepare(table: string, first: Migration | undefined, lock: string): string {
  const schema = table.slice(0, table.indexOf('"."') + 1)
  const named =
    first?.layout === 'folders' ? ', name text, applied_at timestamp with time zone default now()' : ''
  return `begin;
${lock}
create schema if not exists ${schema};
create table if not exists ${table} (id serial primary key, hash text not null, created_at bigint${named});
commit;`
}

function keyOf({ layout, tag, when }: Migration): string {
  return layout === 'folders' ? `name = ${pg.escapeLiteral(tag)}` : `created_at = ${when}`
}

/** The conditions that stop the script, as statements of PL/pgSQL. */
function guard(table: string, migration: Migration, before: Migration | undefined): string {
  const say = (text: string) => pg.escapeLiteral(text.replaceAll('%', '%%'))
  const after = before
    ? `
  if not exists (select from ${table} where ${keyOf(before)}) then
    raise exception ${say(`${migration.tag} comes after ${before.tag}, which is not applied`)};
  end if;`
    : ''
  return `if exists (select from ${table} where ${keyOf(migration)} and hash <> '${migration.hash}') then
    raise exception ${say(`${migration.tag} was applied with another text`)};
  end if;${after}`
}

function record(table: string, { hash, when, tag, layout }: Migration): string {
  return layout === 'folders'
    ? `insert into ${table} (hash, created_at, name) values ('${hash}', ${when}, ${pg.escapeLiteral(tag)})`
    : `insert into ${table} (hash, created_at) values ('${hash}', ${when})`
}

function inside(
  table: string,
  migration: Migration,
  guards: string,
  { lockTimeoutMs, report }: ScriptOptions,
  lock: string,
): string {
  const statements = forTransaction({ report }, migration).map(
    ({ text }) => `  execute ${dollarQuote(text.trim(), 'statement')};`,
  )
  const body = `
begin
  if exists (select from ${table} where ${keyOf(migration)} and hash = '${migration.hash}') then
    raise notice ${pg.escapeLiteral(`${migration.tag.replaceAll('%', '%%')} is applied already`)};
    return;
  end if;
  ${guards}
${statements.join('\n')}
  reset session authorization;
  reset role;
  ${record(table, migration)};
end
`
  return `-- ${migration.tag}
begin;
${lock}
set local lock_timeout = ${lockTimeoutMs};
do ${dollarQuote(body, 'migration')};
commit;
reset all;`
}

// Outside a transaction nothing can be passed over, so each statement has to be one that may run twice.
function outside(table: string, migration: Migration, guards: string): string {
  refuseUnrepeatable(migration.file, migration.statements)
  const statements = migration.statements.map(({ text }) => {
    const bare = stripComments(text)
    const repeatable = bare.replace(
      /^(create\s+(?:unique\s+)?index\s+concurrently\s+)(?!if\s+not\s+exists)/i,
      '$1if not exists ',
    )
    return repeatable.endsWith(';') ? repeatable : `${repeatable};`
  })
  return `-- ${migration.tag}: without a transaction; should it end half-way, drop the index that is INVALID and run it again
do ${dollarQuote(`begin\n  ${guards}\nend`, 'migration')};
${statements.join('\n')}
${record(table, migration).replace(/ values \((.*)\)$/, ' select $1')}
 where not exists (select from ${table} where ${keyOf(migration)});`
}

/** A text as Postgres's dollar-quoted string, which is read as it is written. */
function dollarQuote(text: string, name: string): string {
  let tag = `$${name}$`
  for (let at = 1; text.includes(tag); at++) tag = `$${name}${at}$`
  return `${tag}${text}${tag}`
}
