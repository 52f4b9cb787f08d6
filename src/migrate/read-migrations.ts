import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MigrateError } from './errors.ts'
import { findLayout, type Place, readPlaces } from './layout.ts'
import { readSettings, settingsPath } from './settings.ts'
import { type Statement, splitStatements } from './statements.ts'

/** One migration of the folder: its place in drizzle-kit's history and the text of its files. */
export type Migration = Place & {
  sql: string
  statements: Statement[]
  /** SHA-256 (hex) of the file's text, as drizzle-orm's migrator computes it. */
  hash: string
  /** Starts with `-- no-transaction`: its statements run one by one, outside a transaction. */
  noTransaction: boolean
  /** `undefined` when there is no way down file. */
  down: string | undefined
  /** The reason given by `-- irreversible: reason` in the way down. */
  irreversible: string | undefined
  /** It stood before this tool and is taken as it is (`adopted` in migrate.json). */
  adopted: boolean
}

/**
 * The migrations of a drizzle-kit folder, in its order.
 * @throws MigrateError when the history cannot be read or one of its files is missing.
 */
export async function readMigrations(folder: string): Promise<Migration[]> {
  if (!findLayout(folder))
    throw new MigrateError(`There is no migration journal at ${join(folder, 'meta', '_journal.json')}.`, {
      details: [`nor a folder with a migration.sql in ${folder}, as drizzle-kit 1.0 makes them`],
      hint: 'Run this in the project, or name the folder with --folder (drizzle-kit calls it `out` in drizzle.config.ts).',
    })
  const places = await readPlaces(folder)
  const { adopted } = await readSettings(folder)
  const last = adopted === undefined ? -1 : places.findLastIndex(({ tag }) => tag === adopted)
  if (adopted !== undefined && last < 0)
    throw new MigrateError(
      `${settingsPath(folder)}: "adopted" names ${adopted}, which is no migration here.`,
      {
        hint: 'Name the last migration of before this tool was used.',
      },
    )
  return Promise.all(places.map((place, at) => readMigration(place, at <= last)))
}

/** SHA-256 (hex) of a migration's text: what `drizzle.__drizzle_migrations.hash` holds. */
export function hashMigration(sql: string): string {
  return createHash('sha256').update(sql).digest('hex')
}

async function readMigration(place: Place, adopted: boolean): Promise<Migration> {
  const { tag, file, downFile } = place
  if (!existsSync(file)) {
    throw new MigrateError(`The journal names ${tag}, but ${file} is missing.`, {
      hint: 'Restore the file from version control. A migration that any database has applied must stay.',
    })
  }
  const sql = await readFile(file, 'utf8')
  const down = existsSync(downFile) ? await readFile(downFile, 'utf8') : undefined
  return {
    ...place,
    sql,
    statements: splitStatements(sql),
    hash: hashMigration(sql),
    noTransaction: isNoTransaction(sql),
    down,
    irreversible: down?.match(/^\s*--\s*irreversible:[ \t]*(\S.*)$/im)?.[1]?.trim(),
    adopted,
  }
}

/** Whether `-- no-transaction` stands among the comments at the top of a file. */
export function isNoTransaction(sql: string): boolean {
  const top = sql.match(/^(?:\s*--[^\n]*(?:\n|$))*/)?.[0] ?? ''
  return /^\s*--\s*no-transaction\b/m.test(top)
}
