import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MigrateError } from '../errors.ts'

/** The parts of drizzle-kit's snapshot (version 7) that ways down are made from. */
export type Snapshot = {
  id: string
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
  columns: Record<string, { name: string }>
  indexes: Record<string, Part>
  foreignKeys: Record<string, Part & { tableTo: string; schemaTo?: string; columnsTo: string[] }>
  compositePrimaryKeys: Record<string, Part>
  uniqueConstraints: Record<string, Part>
  checkConstraints: Record<string, Part>
  policies: Record<string, Part>
  [more: string]: unknown
}

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

/** Where drizzle-kit keeps the snapshot of a migration. */
export function snapshotPath(folder: string, tag: string): string {
  return join(folder, 'meta', `${tag.split('_')[0]}_snapshot.json`)
}

/**
 * The schema as it was after a migration.
 * @throws MigrateError when the snapshot is missing or broken.
 */
export async function readSnapshot(folder: string, tag: string): Promise<Snapshot> {
  const path = snapshotPath(folder, tag)
  if (!existsSync(path))
    throw new MigrateError(`The snapshot of ${tag} is missing: ${path}.`, {
      hint: 'Restore it from version control.',
    })
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Snapshot
  } catch (cause) {
    throw new MigrateError(`${path} is no JSON: ${(cause as Error).message}`, {
      hint: 'Restore it from version control.',
      cause,
    })
  }
}
