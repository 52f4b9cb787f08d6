import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { MigrateError } from '../errors.ts'
import type { Place } from '../layout.ts'

/** What every version of drizzle-kit's snapshots has. */
export type AnySnapshot = { id: string; version: string; prevId?: string; prevIds?: string[] }

/** The parts of drizzle-kit's snapshot (version 7) that ways down are made from. */
export type Snapshot = AnySnapshot & {
  prevId: string
  tables: Record<string, Table>
  enums: Record<string, unknown>
  schemas: Record<string, unknown>
  sequences: Record<string, unknown>
  views: Record<string, unknown>
  policies: Record<string, unknown>
  roles: Record<string, unknown>
  [more: string]: unknown
}

export type Table = {
  name: string
  schema: string
  columns: Record<string, Column>
  indexes: Record<string, Part>
  foreignKeys: Record<string, Part & { tableTo: string; schemaTo?: string; columnsTo: string[] }>
  compositePrimaryKeys: Record<string, Part>
  uniqueConstraints: Record<string, Part>
  checkConstraints: Record<string, Part>
  policies: Record<string, Part>
  [more: string]: unknown
}

/** A table's column; `type` is the SQL type, `typeSchema` that of a type of the user's own. */
export type Column = { name: string; type: string; typeSchema?: string; [more: string]: unknown }

/** Something that hangs on a table's columns. */
export type Part = { name: string; [more: string]: unknown }

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
    return JSON.parse(await readFile(path, 'utf8')) as AnySnapshot
  } catch (cause) {
    throw new MigrateError(`${path} is no JSON: ${(cause as Error).message}`, {
      hint: 'Restore it from version control.',
      cause,
    })
  }
}
