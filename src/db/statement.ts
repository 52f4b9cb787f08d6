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
  /** What it means when the work was refused; see `Work.refusal`. */
  readonly refusal: readonly [code: ErrorCode, detail: string] | undefined
  /** Only reads may be repeated without thought. */
  readonly reads: boolean
  /** The result is one row, whose `updated_at` is its entity tag. */
  readonly isRow: boolean
  /** Honours If-Match: of a row that is there, or of one that it would make where there is none. */
  readonly guards: 'row' | 'upsert' | undefined
  /** May be answered by a replica, a little late. */
  readonly isShared: boolean
  /** How long its caller waits for an answer, in milliseconds, where that is less than others wait. */
  readonly patienceMs: number | undefined
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
  /** The rows are everybody's, and a reader does not mind if they are a moment old: a replica may answer. */
  shared?: true
  /** For probes, which ask again by themselves: they want an answer soon rather than a good one late. */
  patienceMs?: number
  /** When a missing result means something else than `missing`: a condition over the CTEs before the work. */
  refusal?: { when: SQL; error: readonly [code: ErrorCode, detail: string] }
  /** The one row that the work changes, or makes where there is none, for If-Match; `where` may refer to `caller`. */
  guards?: { table: PgTable & { updated_at: PgColumn }; where: SQL; upserts?: true }
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
  let reads: boolean | undefined
  return {
    name,
    access: work.access ?? 'reader',
    missing: work.missing ?? (work.noun ? ['not_found', `There is no such ${work.noun}.`] : undefined),
    refusal: work.refusal?.error,
    // Told when it is asked for: an isolate that starts would have to write out every statement there is.
    get reads() {
      reads ??= !/\b(insert\s+into|update|delete\s+from|merge\s+into)\b/i.test(describe(work))
      return reads
    },
    isRow,
    guards: work.guards && (work.guards.upserts ? 'upsert' : 'row'),
    isShared: work.shared === true,
    patienceMs: work.patienceMs,
    compile(variant) {
      const id = Object.values(variant).join(' ')
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
