import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MigrateError, messageOf } from './errors.ts'

/** What is known of a history that drizzle-kit's own files do not keep: `migrate.json` in the migrations folder. */
export type Settings = {
  /** The last migration of before this tool: it and those before it are taken as they are. */
  adopted?: string
  /** What the linter may find in old files, and why that is no harm. */
  allow?: { migration: string; rule: string; reason: string }[]
  /** An SQL file, from this folder, that makes what migrations take for granted on a scratch database. */
  prelude?: string
  /** Objects that are not compared, as `check` names them; `*` stands for anything. */
  exclude?: string[]
  /** Migrations that stand for several others, which databases may still name. */
  squashed?: Squash[]
}

/** A migration that stands for others: a database that has applied these has applied it. */
export type Squash = { tag: string; replaces: { tag: string; when: number; hash: string }[] }

const LIMIT = 1 << 20

/** The path of a folder's settings. */
export function settingsPath(folder: string): string {
  return join(folder, 'migrate.json')
}

/**
 * The settings of a folder; none when it has no `migrate.json`.
 * @throws MigrateError naming what in the file is not as it should be.
 */
export async function readSettings(folder: string): Promise<Settings> {
  const path = settingsPath(folder)
  if (!existsSync(path)) return {}
  const fail = (what: string, cause?: unknown) => {
    throw new MigrateError(`${path}: ${what}.`, { hint: 'The README lists what may stand in it.', cause })
  }
  const text = await readFile(path, 'utf8')
  if (text.length > LIMIT) fail(`is longer than ${LIMIT} characters`)
  let settings: Settings = {}
  try {
    settings = JSON.parse(text)
  } catch (cause) {
    fail(messageOf(cause), cause)
  }
  for (const [key, value] of Object.entries(settings)) {
    const shape = shapes[key]
    if (!shape) fail(`"${key}" is unknown; known are ${Object.keys(shapes).join(', ')}`)
    else if (!shape.holds(value)) fail(`"${key}" has to be ${shape.words}`)
  }
  return settings
}

/** Writes the settings of a folder. */
export async function writeSettings(folder: string, settings: Settings): Promise<string> {
  await writeFile(settingsPath(folder), `${JSON.stringify(settings, null, 2)}\n`)
  return settingsPath(folder)
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''
const isListOf = (holds: (item: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.every(holds)
const hasTexts =
  (...keys: string[]) =>
  (value: unknown) =>
    keys.every((key) => isText(Object(value)[key]))

const shapes: Record<string, { words: string; holds: (value: unknown) => boolean }> = {
  adopted: { words: 'the name of a migration', holds: isText },
  allow: {
    words: 'a list of {"migration", "rule", "reason"}, none of them empty',
    holds: isListOf(hasTexts('migration', 'rule', 'reason')),
  },
  prelude: { words: 'the path of an SQL file', holds: isText },
  exclude: { words: 'a list of names', holds: isListOf(isText) },
  squashed: {
    words: 'a list of {"tag", "replaces"}, as squash writes it',
    holds: isListOf((one) => hasTexts('tag')(one) && isListOf(hasTexts('tag', 'hash'))(Object(one).replaces)),
  },
}
