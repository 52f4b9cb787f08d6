import { fillPlaceholders, type SQL, sql } from 'drizzle-orm'
import { type PgColumn, PgDialect, type PgTable } from 'drizzle-orm/pg-core'
import type { ErrorCode } from '../errors.ts'
import { compose, type Variant } from './compose.ts'

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
  /** What a missing result means; undefined where the result is never missing. */
  readonly missing: readonly [code: ErrorCode, detail: string] | undefined
  /** Only reads may be repeated without thought. */
  readonly reads: boolean
  /** The result is one row, whose `updated_at` is its entity tag. */
  readonly isRow: boolean
  /** Honours If-Match. */
  readonly isGuarded: boolean
  readonly compile: (variant: Variant) => Compiled
  /** Carries the types; never set. */
  readonly types?: { params: P; result: R }
}

export interface Compiled {
  readonly text: string
  bind(params: Params): unknown[]
}

export interface Work {
  /** CTEs before the work, comma-separated: `a as (...), b as (...)`. They may refer to `caller`. */
  with?: SQL
  /** The work itself: a query, or a data-modifying statement with `returning`. It may refer to `caller`. */
  work: SQL
  /** What a missing result is called, e.g. `item`: it is answered with `not_found`. */
  noun?: string
  /** What a missing result means instead, e.g. `['limit_reached', 'There is no room for one more.']`. */
  missing?: readonly [code: ErrorCode, detail: string]
  access?: Access
  /** The one row that the work changes, for If-Match; `where` may refer to `caller`. */
  guards?: { table: PgTable & { updated_at: PgColumn }; where: SQL }
}

const dialect = new PgDialect()

/**
 * A statement that answers with one row, or with none where `noun` is not found. A row with `updated_at` gets that as
 * its entity tag, so what is joined to it must not change without it; use `value` for such a composition.
 */
export const one = <P extends Params, R>(name: string, work: Work) =>
  define<P, R>(name, work, sql`(select to_json(work) from work)`, true)

/** A statement that answers with rows, in the order in which the work returns them. */
export const many = <P extends Params, R>(name: string, work: Work) =>
  define<P, R[]>(name, work, sql`(select coalesce(json_agg(work), '[]') from work)`)

/** A statement whose work returns one JSON value in a column named `value`. */
export const value = <P extends Params, R>(name: string, work: Work) =>
  define<P, R>(name, work, sql`(select value from work)`)

function define<P extends Params, R>(name: string, work: Work, result: SQL, isRow = false): Statement<P, R> {
  const compiled = new Map<string, Compiled>()
  return {
    name,
    access: work.access ?? 'reader',
    missing: work.missing ?? (work.noun ? ['not_found', `There is no such ${work.noun}.`] : undefined),
    reads: !/\b(insert\s+into|update|delete\s+from|merge\s+into)\b/i.test(describe(work)),
    isRow,
    isGuarded: work.guards !== undefined,
    compile(variant) {
      const id = `${variant.credential} ${variant.keyed} ${variant.guarded}`
      let statement = compiled.get(id)
      if (!statement) {
        const { sql: text, params } = dialect.sqlToQuery(compose(work, variant, result))
        statement = { text, bind: (values) => fillPlaceholders(params, values as Record<string, unknown>) }
        compiled.set(id, statement)
      }
      return statement
    },
  }
}

function describe(work: Work): string {
  return dialect.sqlToQuery(sql`${work.with ?? sql``} ${work.work}`).sql
}
