import { writeFile } from 'node:fs/promises'
import { runAll } from './apply.ts'
import type { CheckContext } from './check/context.ts'
import { type Replay, withReplay } from './check/replay.ts'
import { diffSchemas } from './describe/diff.ts'
import { asDatabaseError, MigrateError } from './errors.ts'
import { dropConcurrent } from './generate/concurrent.ts'
import { writeWayDown } from './generate/way-down-of.ts'
import { isCalled } from './migrate.ts'
import { type Migration, readMigrations } from './read-migrations.ts'
import { breakpoint, stripComments } from './statements.ts'

/** A way down that was written: whether it leads back, or says why none does. */
export type AddedWayDown = { tag: string; file: string; why: string | undefined }

/**
 * Writes the ways down that are missing, each tried on a scratch database: it must lead back to the very schema. Where
 * the snapshots do not tell the way, a line says so and why.
 * @param names the migrations, by name or number; all without a way down when there are none
 * @throws MigrateError when one named is none, or a migration itself cannot be applied.
 */
export async function addWaysDown(context: CheckContext, names: string[]): Promise<AddedWayDown[]> {
  const { folder } = context.config
  const migrations = await readMigrations(folder)
  const strange = names.find((name) => !migrations.some((migration) => isCalled(migration, name)))
  if (strange !== undefined) throw new MigrateError(`${strange} is no migration of this folder.`)
  const wanted = migrations.filter(
    (migration) =>
      migration.down === undefined && (names.length === 0 || names.some((name) => isCalled(migration, name))),
  )
  const last = migrations.findLastIndex((migration) => wanted.includes(migration))
  return withReplay(context, migrations, async (replay) => {
    const added: AddedWayDown[] = []
    for (const migration of migrations.slice(0, last + 1)) {
      const before = wanted.includes(migration) ? await replay.describe({ grants: true }) : undefined
      await replay.up(migration)
      if (!before) continue
      const { tag, downFile: file } = migration
      const { text, why } = await makeWayDown(replay, folder, migration, before)
      await writeFile(file, text)
      added.push({ tag, file, why })
    }
    return added
  })
}

async function makeWayDown(
  replay: Replay,
  folder: string,
  migration: Migration,
  before: Map<string, string>,
): Promise<{ text: string; why: string | undefined }> {
  const refuse = (why: string) => ({ text: `-- irreversible: ${why}\n`, why })
  const up = migration.statements.map(({ text }) => stripComments(text).trim())
  if (up.length === 0) return { text: 'select 1; -- there is nothing to undo\n', why: undefined }
  const after = await replay.describe({ grants: true })
  if (diffSchemas(before, after).length === 0)
    return refuse('it changes data by hand, and what was there before is not known')
  const down = migration.noTransaction
    ? dropConcurrent(up)
    : await writeWayDown(folder, migration, up).catch((error: Error) => error)
  if (down instanceof Error) return refuse(`drizzle-kit knows no way back (${oneLine(down.message)})`)
  const missed = await replay
    .tentatively(async () => {
      const statements = down.map((text) => ({ text, line: 1 }))
      await runAll(replay.session, { file: migration.downFile, statements, adopted: true })
      return diffSchemas(before, await replay.describe({ grants: true, within: true }))
    })
    .catch((error: MigrateError) => [asDatabaseError(error.cause ?? error).message])
  if (missed.length > 0) return refuse(`the snapshots do not tell the way back (${oneLine(missed[0])})`)
  const head = migration.noTransaction ? '-- no-transaction\n' : ''
  return { text: `${head}${down.join(`\n${breakpoint}\n`)}\n`, why: undefined }
}

function oneLine(text = ''): string {
  return text.replace(/\s+/g, ' ').slice(0, 200)
}
