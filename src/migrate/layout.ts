import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MigrateError, messageOf } from './errors.ts'

/**
 * How drizzle-kit keeps a history: `journal` up to 0.31 (`NNNN_name.sql` and `meta/_journal.json`), `folders` from 1.0
 * on (`20260101120000_name/migration.sql` and `snapshot.json`).
 */
export type Layout = 'journal' | 'folders'

/** Where a migration stands in the history, and its files. */
export type Place = {
  layout: Layout
  index: number
  /** The name drizzle-kit gave it, such as `0003_add_tags`. */
  tag: string
  /** The migration's time in ms since 1970; the database knows a migration by it. */
  when: number
  file: string
  downFile: string
  snapshotFile: string
}

/** An entry of `meta/_journal.json`, as drizzle-kit writes it. */
export type JournalEntry = { idx: number; version: string; when: number; tag: string; breakpoints: boolean }

/** The path of the journal of drizzle-kit up to 0.31. */
export function journalPath(folder: string): string {
  return join(folder, 'meta', '_journal.json')
}

/** Which layout a folder has; undefined when it has no migrations. */
export function findLayout(folder: string): Layout | undefined {
  if (existsSync(journalPath(folder))) return 'journal'
  return readFolderNames(folder).length > 0 ? 'folders' : undefined
}

/** The places of a folder's migrations, in its order; none when there are no migrations. */
export async function readPlaces(folder: string): Promise<Place[]> {
  switch (findLayout(folder)) {
    case 'journal':
      return (await readJournal(folder)).map((entry) => journalPlace(folder, entry))
    case 'folders':
      return readFolderNames(folder).map((tag, index) => folderPlace(folder, tag, index))
    default:
      return []
  }
}

/**
 * drizzle-kit's journal, in its order.
 * @throws MigrateError when it cannot be read.
 */
export async function readJournal(folder: string): Promise<JournalEntry[]> {
  const path = journalPath(folder)
  try {
    const { entries }: { entries: JournalEntry[] } = JSON.parse(await readFile(path, 'utf8'))
    if (!entries.every(({ idx, when, tag }) => Number.isInteger(idx) && Number.isFinite(when) && tag))
      throw new Error('an entry lacks idx, when or tag')
    return entries
  } catch (cause) {
    throw new MigrateError(`${path} is no drizzle-kit journal: ${messageOf(cause)}`, {
      hint: 'Restore it from version control; after a merge conflict keep both entries, the later one last.',
      cause,
    })
  }
}

/** The place of a journal's entry. Of a tag without a number, drizzle-kit names the snapshot by nothing at all. */
export function journalPlace(folder: string, { idx, tag, when }: JournalEntry): Place {
  return {
    layout: 'journal',
    index: idx,
    tag,
    when,
    file: join(folder, `${tag}.sql`),
    downFile: join(folder, `${tag}.down.sql`),
    snapshotFile: join(folder, 'meta', `${tag.split('_')[0]}_snapshot.json`),
  }
}

/** The place of a migration that is a folder; its name begins with its time, to the second. */
export function folderPlace(folder: string, tag: string, index: number): Place {
  return {
    layout: 'folders',
    index,
    tag,
    when: parseFolderTime(tag),
    file: join(folder, tag, 'migration.sql'),
    downFile: join(folder, tag, 'down.sql'),
    snapshotFile: join(folder, tag, 'snapshot.json'),
  }
}

/** The time in the name of a migration's folder, in ms since 1970, as drizzle-orm 1.0 reads it. */
function parseFolderTime(tag: string): number {
  const [, ...parts] = tag.match(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/) ?? []
  const [year = Number.NaN, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map(Number)
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

/** A time as the names of folders begin with it: `20260101120000`. */
export function formatFolderTime(when: number): string {
  return new Date(when).toISOString().replace(/\D/g, '').slice(0, 14)
}

function readFolderNames(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => /^\d{14}/.test(name) && existsSync(join(folder, name, 'migration.sql')))
    .sort((a, b) => a.localeCompare(b))
}
