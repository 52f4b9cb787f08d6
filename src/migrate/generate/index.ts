import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MigrateError } from '../errors.ts'
import { type JournalEntry, readJournal } from '../read-migrations.ts'
import { splitStatements } from '../statements.ts'
import { dropConcurrent, dropsOneOf, plain, sortConcurrent } from './concurrent.ts'
import { firstComplaint, runDrizzleKit } from './drizzle-kit.ts'
import { emptySnapshot, readSnapshot, snapshotPath } from './snapshot.ts'
import { generateWayDown } from './way-down.ts'

/** What to generate; `args` go to drizzle-kit as they are (`--name x`, `--custom`, `--config`). */
export type GenerateOptions = { folder: string; args: string[] }

const breakpoint = '\n--> statement-breakpoint\n'

/**
 * Lets drizzle-kit write the migration from the schema (or an empty one, with `--custom`), then adds its way
 * down. Indexes to be built concurrently get a migration of their own.
 * @returns the paths written; none when the schema has not changed.
 * @throws MigrateError when drizzle-kit fails.
 */
export async function generate({ folder, args }: GenerateOptions): Promise<string[]> {
  const before = await readEntries(folder)
  const { code, stderr } = await runDrizzleKit(['generate', ...args], { terminal: true })
  const after = await readEntries(folder)
  const entry = after[before.length]
  if (code !== 0 || (stderr.trim() !== '' && !entry))
    throw new MigrateError('drizzle-kit could not generate the migration.', {
      details: firstComplaint(stderr),
      ...(/TTY/.test(stderr) && { hint: 'It has a question about a rename: run this on a terminal.' }),
    })
  if (!entry) return []
  const file = join(folder, `${entry.tag}.sql`)
  const downFile = join(folder, `${entry.tag}.down.sql`)
  if (args.includes('--custom')) {
    await writeFile(downFile, customDown(entry.tag))
    return [file, downFile]
  }
  const statements = splitStatements(await readFile(file, 'utf8')).map(({ text }) => text.trim())
  const { inTransaction, concurrent } = sortConcurrent(statements)
  const down = (await readWayDown(folder, before.at(-1), entry, statements)).filter(
    (text) => !dropsOneOf(text, concurrent),
  )
  if (concurrent.length === 0) {
    if (inTransaction.join() !== statements.join()) await writeStatements(file, inTransaction)
    await writeStatements(downFile, down.map(plain))
    return [file, downFile]
  }
  if (inTransaction.length === 0) {
    await writeConcurrent(folder, entry.tag, concurrent)
    return [file, downFile]
  }
  await writeStatements(file, inTransaction)
  await writeStatements(downFile, down.map(plain))
  const second = await appendEntry(folder, entry)
  return [file, downFile, ...(await writeConcurrent(folder, second, concurrent))]
}

async function readWayDown(
  folder: string,
  previous: JournalEntry | undefined,
  entry: JournalEntry,
  up: string[],
) {
  const was = previous ? await readSnapshot(folder, previous.tag) : emptySnapshot
  return generateWayDown(was, await readSnapshot(folder, entry.tag), up)
}

async function readEntries(folder: string): Promise<JournalEntry[]> {
  return existsSync(join(folder, 'meta', '_journal.json')) ? readJournal(folder) : []
}

async function writeStatements(path: string, statements: string[], head = ''): Promise<void> {
  await writeFile(path, `${head}${statements.join(breakpoint)}\n`)
}

async function writeConcurrent(folder: string, tag: string, statements: string[]): Promise<string[]> {
  const paths = [join(folder, `${tag}.sql`), join(folder, `${tag}.down.sql`)] as const
  await writeStatements(paths[0], statements, '-- no-transaction\n')
  await writeStatements(paths[1], dropConcurrent(statements), '-- no-transaction\n')
  return [...paths]
}

/** Adds a migration after `entry` with the same snapshot, as drizzle-kit does for custom ones. */
async function appendEntry(folder: string, entry: JournalEntry): Promise<string> {
  const path = join(folder, 'meta', '_journal.json')
  const journal = JSON.parse(await readFile(path, 'utf8')) as { entries: JournalEntry[] }
  const number = String(entry.idx + 1).padStart(4, '0')
  const tag = `${number}_${entry.tag.replace(/^\d+_/, '')}_indexes`
  journal.entries.push({ ...entry, idx: entry.idx + 1, when: entry.when + 1, tag })
  const snapshot = await readSnapshot(folder, entry.tag)
  const copy = { ...snapshot, id: randomUUID(), prevId: snapshot.id }
  await writeFile(snapshotPath(folder, tag), JSON.stringify(copy, null, 2))
  await writeFile(path, JSON.stringify(journal, null, 2))
  return tag
}

function customDown(tag: string): string {
  return `-- The way down of ${tag}: write the statements that undo it here, with a breakpoint between
-- each two as in ${tag}.sql; "select 1;" when there is nothing to undo.
-- If it cannot be undone, let a line of its own say so, starting with "-- irreversible:" and the reason.
`
}
