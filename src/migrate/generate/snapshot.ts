import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { MigrateError, messageOf } from '../errors.ts'
import type { Place } from '../layout.ts'

/** What drizzle-kit's snapshots of any version have; `ddl` and `renames` only from version 8 on, `type` and `deltas` from 9 on. */
export type AnySnapshot = {
  id: string
  version: string
  prevId?: string
  prevIds?: string[]
  ddl?: (Named & { entityType: string })[]
  renames?: string[]
  type?: string
  deltas?: Delta[]
}

type Delta = { op: string; key?: string; set?: { name?: string; schema?: string } }

/** Something with a name and, where it may have one, a schema. */
export type Named = { name: string; schema?: string; isExisting?: boolean }

/** The parts of drizzle-kit's snapshot (version 7) that ways down are made from. */
export type Snapshot = AnySnapshot & {
  prevId: string
  tables: Record<string, Table>
  enums: Record<string, Enum>
  schemas: Record<string, unknown>
  sequences: Record<string, Named>
  views: Record<string, View>
  policies: Record<string, unknown>
  roles: Record<string, unknown>
  [more: string]: unknown
}

export type Table = {
  name: string
  schema: string
  columns: Record<string, Column>
  indexes: Record<string, Part>
  foreignKeys: Record<string, ForeignKey>
  compositePrimaryKeys: Record<string, Part>
  uniqueConstraints: Record<string, Part>
  checkConstraints: Record<string, Part>
  policies: Record<string, Policy>
  [more: string]: unknown
}

/** A table's column; `type` is the SQL type, `typeSchema` that of a type of the user's own. */
export type Column = { name: string; type: string; typeSchema?: string; [more: string]: unknown }

/** Something that hangs on a table's columns. */
export type Part = {
  name: string
  columns?: (string | IndexColumn)[]
  columnsFrom?: string[]
  [more: string]: unknown
}

/** A column of an index, or an expression. */
export type IndexColumn = { expression: string; isExpression: boolean }

type ForeignKey = Part & { tableTo: string; schemaTo?: string; columnsTo: string[] }

/** A policy of row-level security, and the roles it is for. */
export type Policy = Part & { on?: string; to?: string[] }

/** A type of named values. */
export type Enum = { name: string; schema: string; values: string[] }

/** A view, materialized or not. */
export type View = Named & { materialized?: boolean }

/** What drizzle-kit compares the first migration with. */
export const emptySnapshot: Snapshot = {
  id: '00000000-0000-0000-0000-000000000000',
  prevId: '',
  version: '7',
  dialect: 'postgresql',
  tables: {},
  enums: {},
  schemas: {},
  sequences: {},
  views: {},
  policies: {},
  roles: {},
  _meta: { columns: {}, schemas: {}, tables: {} },
}

/** The ids of the snapshots that one was made after. */
export function previousIds({ prevId, prevIds }: AnySnapshot): string[] {
  return prevIds ?? (prevId === undefined ? [] : [prevId])
}

/**
 * The schema as it was after a migration, in whatever version it was written.
 * @throws MigrateError when the snapshot is missing or broken.
 */
export async function readSnapshot({
  snapshotFile: path,
  tag,
}: Pick<Place, 'snapshotFile' | 'tag'>): Promise<AnySnapshot> {
  if (!existsSync(path))
    throw new MigrateError(`The snapshot of ${tag} is missing: ${path}.`, {
      hint: 'Restore it from version control.',
    })
  try {
    const snapshot: AnySnapshot = JSON.parse(await readFile(path, 'utf8'))
    return snapshot
  } catch (cause) {
    throw new MigrateError(`${path} is no JSON: ${messageOf(cause)}`, {
      hint: 'Restore it from version control.',
      cause,
    })
  }
}
