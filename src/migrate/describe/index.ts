import type pg from 'pg'
import { objectQueries } from './objects.ts'
import { relationQueries } from './relations.ts'

/** A schema in words: what an object is (`table public.users column email`) to how it is defined. */
export type SchemaDescription = Map<string, string>

/** What to describe. Without `schemas`: all of the user's own. */
export type DescribeOptions = {
  schemas?: string[]
  /** The quoted name of drizzle's table, which is left out with its sequence and, when empty, its schema. */
  ignoreTable?: string
  /** Describe grants too. Roles are often given rights outside of migrations. Default false. */
  grants?: boolean
  /** Describe what the current transaction sees, rather than a snapshot of its own. */
  within?: boolean
}

/**
 * Describes a database's schema from its catalogs, the same for the same schema: in no particular order of
 * columns, without owners, extension versions and what belongs to extensions. Covers schemas, extensions, tables,
 * partitions, columns, constraints, indexes, triggers, rules, policies, views, sequences, functions, aggregates, enums,
 * domains, composite and range types, statistics, comments and, when asked for, grants.
 */
export async function describeSchema(
  client: pg.Client,
  options: DescribeOptions = {},
): Promise<SchemaDescription> {
  const lines: { key: string; text: string }[] = []
  await client.query(
    options.within ? 'savepoint describe' : 'begin isolation level repeatable read read only',
  )
  try {
    // With nothing on the path, Postgres qualifies every name it prints.
    await client.query("set local search_path = ''")
    for (const [kind, sql] of Object.entries({ ...objectQueries, ...relationQueries })) {
      if (kind === 'grants' && !options.grants) continue
      const { rows } = await client.query(`${common}${sql}`, [
        options.schemas ?? null,
        options.ignoreTable ?? '',
      ])
      lines.push(...rows)
    }
  } finally {
    await client.query(
      options.within ? 'rollback to savepoint describe; release savepoint describe' : 'rollback',
    )
  }
  return new Map(
    lines.map(({ key, text }): [string, string] => [key, text]).sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

// Parts that the queries share: the schemas looked at, the relations in them, and what extensions own.
const common = `
with ignored as (
  select to_regclass(nullif($2::text, ''))::oid as oid
  union
  select d.objid from pg_depend d join pg_class s on s.oid = d.objid and s.relkind = 'S'
   where d.classid = 'pg_class'::regclass and d.refobjid = to_regclass(nullif($2::text, ''))
), from_extension as (
  select classid, objid from pg_depend where deptype = 'e'
), space as (
  select oid, nspname from pg_namespace
   where case when $1::text[] is null then nspname !~ '^pg_' and nspname <> 'information_schema'
              else nspname = any ($1::text[]) end
), relation as (
  select c.*, format('%I.%I', s.nspname, c.relname) as name, s.nspname,
         case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence'
                        when 'f' then 'foreign table' when 'c' then 'composite type' else 'table' end as kind
    from pg_class c join space s on s.oid = c.relnamespace
   where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f', 'c')
     and c.oid not in (select oid from ignored where oid is not null)
     and (('pg_class'::regclass)::oid, c.oid) not in (select classid, objid from from_extension)
), owned_type as (
  select t.*, format('%I.%I', s.nspname, t.typname) as name
    from pg_type t join space s on s.oid = t.typnamespace
   where (('pg_type'::regclass)::oid, t.oid) not in (select classid, objid from from_extension)
), routine as (
  select p.*, format('%I.%I(%s)', s.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) as name
    from pg_proc p join space s on s.oid = p.pronamespace
   where (('pg_proc'::regclass)::oid, p.oid) not in (select classid, objid from from_extension)
)`
