import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MigrateError } from './errors.ts'
import { type Statement, splitStatements } from './statements.ts'

/** One migration of the folder: its place in drizzle-kit's journal and the text of its files. */
export type Migration = {
  index: number
  /** File name without `.sql`, such as `0003_add_tags`. */
  tag: string
  /** The journal's time in ms since 1970; the database knows a migration by it. */
  when: number
  file: string
  sql: string
  statements: Statement[]
  /** SHA-256 (hex) of the file's text, as drizzle-orm's migrator computes it. */
  hash: string
  /** Starts with `-- no-transaction`: its statements run one by one, outside a transaction. */
  noTransaction: boolean
  downFile: string
  /** `undefined` when there is no way down file. */
  down: string | undefined
  /** The reason given by `-- irreversible: reason` in the way down. */
  irreversible: string | undefined
}

/** An entry of `meta/_journal.json`, as drizzle-kit writes it. */
export type JournalEntry = { idx: number; version: string; when: number; tag: string; breakpoints: boolean }

/**
 * The migrations of a drizzle-kit folder, in the journal's order.
 * @throws MigrateError when the journal cannot be read or one of its files is missing.
 */
export async function readMigrations(folder: string): Promise<Migration[]> {
  return Promise.all((await readJournal(folder)).map((entry) => readMigration(folder, entry)))
}

/**
 * The entries of `meta/_journal.json`.
 * @throws MigrateError when it is missing or is no journal.
 */
export async function readJournal(folder: string): Promise<JournalEntry[]> {
  const path = join(folder, 'meta', '_journal.json')
  if (!existsSync(path)) {
    throw new MigrateError(`There is no migration journal at ${path}.`, {
      hint: 'Write the first migration with db:generate, or give the right folder (--folder, or `out` in drizzle.config.ts).',
    })
  }
  try {
    const { entries } = JSON.parse(await readFile(path, 'utf8')) as { entries: JournalEntry[] }
    if (!entries.every(({ idx, when, tag }) => Number.isInteger(idx) && Number.isFinite(when) && tag))
      throw new Error('an entry lacks idx, when or tag')
    return entries
  } catch (cause) {
    throw new MigrateError(`${path} is no drizzle-kit journal: ${(cause as Error).message}`, {
      hint: 'Restore it from version control; after a merge conflict keep both entries, the later one last.',
      cause,
    })
  }
}

/** SHA-256 (hex) of a migration's text: what `drizzle.__drizzle_migrations.hash` holds. */
export function hashMigration(sql: string): string {
  return createHash('sha256').update(sql).digest('hex')
}

async function readMigration(folder: string, { idx, tag, when }: JournalEntry): Promise<Migration> {
  const file = join(folder, `${tag}.sql`)
  const downFile = join(folder, `${tag}.down.sql`)
  if (!existsSync(file)) {
    throw new MigrateError(`The journal names ${tag}, but ${file} is missing.`, {
      hint: 'Restore the file from version control. A migration that any database has applied must stay.',
    })
  }
  const sql = await readFile(file, 'utf8')
  const down = existsSync(downFile) ? await readFile(downFile, 'utf8') : undefined
  return {
    index: idx,
    tag,
    when,
    file,
    sql,
    statements: splitStatements(sql),
    hash: hashMigration(sql),
    noTransaction: isNoTransaction(sql),
    downFile,
    down,
    irreversible: down?.match(/^\s*--\s*irreversible:[ \t]*(\S.*)$/im)?.[1]?.trim(),
  }
}

/** Whether `-- no-transaction` stands among the comments at the top of a file. */
export function isNoTransaction(sql: string): boolean {
  const top = sql.match(/^(?:\s*--[^\n]*(?:\n|$))*/)?.[0] ?? ''
  return /^\s*--\s*no-transaction\b/m.test(top)
}
