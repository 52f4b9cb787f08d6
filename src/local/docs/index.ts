import { readFileSync, writeFileSync } from 'node:fs'
import { writeRelations } from './relations.ts'
import { writeRoutes } from './routes.ts'
import { writeTables } from './tables.ts'

/** What is written from the code, by its path. */
export const GENERATED: Record<string, () => string | Promise<string>> = {
  'src/db/relations.ts': writeRelations,
  'docs/tables.md': writeTables,
  'docs/routes.md': writeRoutes,
}

/** The files that are not what the code says now. */
export async function findStale(): Promise<string[]> {
  const stale: string[] = []
  for (const [path, write] of Object.entries(GENERATED)) if (read(path) !== (await write())) stale.push(path)
  return stale
}

/** Writes them all. */
export async function writeDocs(): Promise<void> {
  for (const [path, write] of Object.entries(GENERATED)) writeFileSync(path, await write())
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
