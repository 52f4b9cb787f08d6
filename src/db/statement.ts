import type * as z from 'zod'
import type { BuilderQuery, RowOf } from './builder.ts'
import { type Compile, compileOnce } from './compile.ts'
import type { Access, Options, SqlQuery } from './definition.ts'
import type { Page } from './page.ts'

/**
 * A statement that does the work of a whole request. It is compiled once per shape of its parameters. `P` are the parameters,
 * `R` is the result.
 */
export interface Statement<P, R> {
  /** `feature.verb`, for logs. */
  readonly name: string
  /** A query only reads, so it may be retried, and a replica may answer it; a command writes. */
  readonly kind: 'query' | 'command'
  readonly access: Access
  readonly noun: string | undefined
  readonly isShared: boolean
  readonly isVersioned: boolean
  readonly timeoutMs: number | undefined
  readonly databaseMs: number | undefined
  /** The schema of one row. */
  readonly returns: z.ZodType
  readonly compile: Compile<P>
  /** Converts the rows to the result; undefined if a required row is missing. */
  readonly pick: (rows: readonly unknown[], isCut: boolean) => R | undefined
}

/** Called with the rows of a statement or listing. */
export type ResultObserver = (of: { name: string; returns: z.ZodType }, rows: readonly unknown[]) => void

/** Whether two types are the same: nothing missing, nothing extra, equally nullable, and not `any`. */
type Same<A, B> = 0 extends 1 & A ? false : [A, B] extends [B, A] ? true : false

/** If the rows differ from the contract: a type that no query has, whose property name explains the compiler's error. */
export type Matching<Q, Row> = Q extends BuilderQuery
  ? Same<RowOf<Q>, Row> extends true
    ? unknown
    : { 'the rows of the query differ from `returns`': { query: RowOf<Q>; returns: Row } }
  : unknown

type Build<P, Q, Row> = (params: P) => Q & Matching<Q, Row>

/** The functions that declare statements of one kind, by the number of rows. */
function statementsOf<Any extends BuilderQuery | SqlQuery>(kind: 'query' | 'command') {
  const declare = <P extends object, R>(
    name: string,
    options: Options<P>,
    build: (params: P) => BuilderQuery | SqlQuery,
    pick: Statement<P, R>['pick'],
  ): Statement<P, R> => ({
    name,
    kind,
    access: options.access ?? 'reader',
    noun: options.noun,
    isShared: options.shared === true,
    isVersioned: options.versioned !== undefined,
    timeoutMs: options.timeoutMs,
    databaseMs: options.databaseMs,
    returns: options.returns,
    compile: compileOnce(name, { ...options, build }),
    pick,
  })
  return {
    /** One row; throws `not_found` with `noun` if there is none. */
    one: <P extends object, S extends z.ZodType, Q extends Any>(
      name: string,
      options: Options<P, S>,
      build: Build<P, Q, z.output<S>>,
    ) => declare<P, z.output<S>>(name, options, build, firstOf),
    /** One row, or null. */
    maybe: <P extends object, S extends z.ZodType, Q extends Any>(
      name: string,
      options: Options<P, S>,
      build: Build<P, Q, z.output<S>>,
    ) => declare<P, z.output<S> | null>(name, options, build, (rows) => firstOf<z.output<S>>(rows) ?? null),
    /** The first rows, in the order of the query: as many as fit into one response. */
    page: <P extends object, S extends z.ZodType, Q extends Any>(
      name: string,
      options: Options<P, S>,
      build: Build<P, Q, z.output<S>>,
    ) =>
      declare<P, Page<z.output<S>>>(name, { ...options, paged: true }, build, (rows, isCut) => ({
        rows: allOf<z.output<S>>(rows),
        isCut,
      })),
    /** All rows, in the order of the query. */
    many: <P extends object, S extends z.ZodType, Q extends Any>(
      name: string,
      options: Options<P, S>,
      build: Build<P, Q, z.output<S>>,
    ) => declare<P, z.output<S>[]>(name, options, build, allOf),
  }
}

// Rows arrive as `unknown`. `Matching` has checked the type of a builder's rows; the tests parse all rows with `returns`.
const firstOf = <R>(rows: readonly unknown[]) => rows[0] as R | undefined
const allOf = <R>(rows: readonly unknown[]) => rows as R[]

/** A `select` of the builder; its other queries are commands. */
export type SelectQuery = BuilderQuery & {
  readonly _: { readonly selectMode: unknown; readonly selectedFields: object }
}

/** Declares a statement that only reads. */
export const query = statementsOf<SelectQuery | SqlQuery>('query')

/** Declares a statement that writes. */
export const command = statementsOf<BuilderQuery | SqlQuery>('command')
