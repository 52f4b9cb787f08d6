import { fillPlaceholders, type SQL, sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import { CALLER_QUERIES, type Credential } from './credential.ts'

/** Who may run a statement: the service itself, any signed-in user, or an admin. */
export type Access = 'service' | 'reader' | 'admin'

/** Parameters of a statement by placeholder name. */
export type Params = Readonly<Record<string, unknown>>

/**
 * One SQL statement that does a whole request's work, declared once and compiled on its first use.
 * Its result is built as JSON by Postgres, so a row reaches the client with no mapping in between.
 */
export interface Statement<P extends Params, R> {
  /** `feature.verb`, for logs. */
  readonly name: string
  readonly access: Access
  /** What a missing result is called, e.g. `item`; undefined where the result is never missing. */
  readonly noun: string | undefined
  /** Only reads may be repeated without thought. */
  readonly reads: boolean
  readonly compile: Compile
  /** Carries the types; never set. */
  readonly types?: { params: P; result: R }
}

/** The statement for one way of saying who asks. */
export type Compile = (kind: Credential['kind'] | 'service') => Compiled

export interface Compiled {
  readonly text: string
  bind(params: Params): unknown[]
}

export interface Work {
  /** CTEs before the work, comma-separated: `a as (...), b as (...)`. They may refer to `caller`. */
  with?: SQL
  /** The work itself: a query, or a data-modifying statement with `returning`. It may refer to `caller`. */
  work: SQL
  noun?: string
  access?: Access
}

const dialect = new PgDialect()

/** A statement that answers with one row, or with none where `noun` is not found. */
export const one = <P extends Params, R>(name: string, work: Work) =>
  define<P, R>(name, work, sql`(select to_json(work) from work)`)

/** A statement that answers with rows, in the order in which the work returns them. */
export const many = <P extends Params, R>(name: string, work: Work) =>
  define<P, R[]>(name, work, sql`(select coalesce(json_agg(work), '[]') from work)`)

/** A statement whose work returns one JSON value in a column named `value`. */
export const value = <P extends Params, R>(name: string, work: Work) =>
  define<P, R>(name, work, sql`(select value from work)`)

function define<P extends Params, R>(name: string, work: Work, result: SQL): Statement<P, R> {
  const compiled = new Map<string, Compiled>()
  const access = work.access ?? 'reader'
  return {
    name,
    access,
    noun: work.noun,
    reads: !/\b(insert\s+into|update|delete\s+from|merge\s+into)\b/i.test(describe(work)),
    compile(kind) {
      let statement = compiled.get(kind)
      if (!statement) {
        const { sql: text, params } = dialect.sqlToQuery(compose(work, access, kind, result))
        statement = { text, bind: (values) => fillPlaceholders(params, values as Record<string, unknown>) }
        compiled.set(kind, statement)
      }
      return statement
    },
  }
}

/** Authentication, work and answer as one statement: whoever proves to be nobody does nothing. */
function compose(work: Work, access: Access, kind: Credential['kind'] | 'service', result: SQL): SQL {
  const extra = work.with ? sql`${work.with}, ` : sql``
  if (kind === 'service') return sql`with ${extra}work as (${work.work}) select ${result} as result`
  const permitted = access === 'admin' ? sql`where role = 'admin'` : sql``
  return sql`
    with identity as materialized (${CALLER_QUERIES[kind]}),
      caller as (select * from identity ${permitted}),
      ${extra}work as (${work.work})
    select (select role from identity) as role, ${result} as result`
}

function describe(work: Work): string {
  return dialect.sqlToQuery(sql`${work.with ?? sql``} ${work.work}`).sql
}
