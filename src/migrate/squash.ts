import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { CheckContext } from './check/context.ts'
import { withReplay } from './check/replay.ts'
import { compare } from './compare.ts'
import { withConnection } from './connection.ts'
import { assertConsistent } from './consistency.ts'
import { diffSchemas } from './describe/diff.ts'
import { MigrateError, renderError } from './errors.ts'
import { makeSnapshot } from './generate/from-snapshot.ts'
import { changeJournal } from './generate/place.ts'
import { emptySnapshot } from './generate/snapshot.ts'
import { readState } from './generate/state.ts'
import { readApplied } from './journal-table.ts'
import { journalPlace } from './layout.ts'
import { endOf } from './migrate.ts'
import { hashMigration, type Migration, readMigrations } from './read-migrations.ts'
import { quoteTable } from './session.ts'
import { readSettings, writeSettings } from './settings.ts'
import { breakpoint, splitStatements } from './statements.ts'
import { forTransaction } from './transaction-control.ts'

/**
 * Puts one migration in the place of all up to one, of which the database named has applied every one. It is made from
 * the snapshot, or else of the migrations' own statements, and proven: on a scratch database it makes the same schema and
 * as many rows. Databases that have applied the parts are known to have applied it.
 * @returns the tag of the new one, and how many it stands for.
 * @throws MigrateError when one is not applied, or neither way makes the same.
 */
export async function squash(
  context: CheckContext & { to?: string | undefined },
): Promise<{ tag: string; file: string; parts: number }> {
  const { folder } = context.config
  const migrations = await readMigrations(folder)
  const parts = migrations.slice(0, endOf(migrations, context.to) + 1)
  const last = parts.at(-1)
  if (!last || parts.length < 2) throw new MigrateError('There is nothing to squash: one migration is one.')
  await assertApplied(context, migrations, parts)
  const sql = await findProven(context, parts, await candidates(context, parts, last))
  const tag = last.layout === 'folders' ? last.tag : `${last.tag.replace(/_.*$/, '')}_squashed`
  const place =
    last.layout === 'folders'
      ? last
      : journalPlace(folder, { idx: last.index, when: last.when, tag, version: '7', breakpoints: true })
  const snapshot = await readState(last)
  for (const part of parts) await removeFiles(part)
  await mkdir(dirname(place.snapshotFile), { recursive: true })
  const { id: none } = emptySnapshot
  const base = Number(snapshot.version) >= 9 ? { type: 'base', footprints: [] } : {}
  const origin = last.layout === 'folders' ? { ...base, prevIds: [none] } : { prevId: none }
  await writeFile(place.snapshotFile, JSON.stringify({ ...snapshot, ...origin }, null, 2))
  await writeFile(place.file, sql)
  await writeFile(
    place.downFile,
    `-- irreversible: it stands for ${parts.length} migrations that are applied everywhere\n`,
  )
  if (last.layout === 'journal')
    await changeJournal(folder, (journal) => {
      const [entry] = journal.entries.filter((one) => one.tag === last.tag)
      const rest = journal.entries.filter((one) => !parts.some((part) => part.tag === one.tag))
      journal.entries = entry ? [{ ...entry, tag }, ...rest] : rest
    })
  await remember(folder, migrations, parts, tag)
  return { tag, file: place.file, parts: parts.length }
}

async function assertApplied(
  context: CheckContext,
  migrations: Migration[],
  parts: Migration[],
): Promise<void> {
  const { config, databaseUrl = '', ssl, report } = context
  const rows = await withConnection({ databaseUrl, ssl, report }, (client) =>
    readApplied(client, quoteTable(config)),
  )
  const comparison = compare(migrations, rows, await readSettings(config.folder))
  assertConsistent(migrations, { ...comparison, misdated: [] })
  const missing = parts.filter((part) => !comparison.applied.includes(part))
  if (missing.length > 0)
    throw new MigrateError('Only what is applied everywhere can be squashed.', {
      details: [`not applied here: ${missing.map(({ tag }) => tag).join(', ')}`],
      hint: 'Apply it everywhere first, or name an earlier one with --to.',
    })
}

type Candidate = { what: string; sql: string }

async function candidates(context: CheckContext, parts: Migration[], last: Migration): Promise<Candidate[]> {
  const join = (texts: string[]) => `${texts.join(`\n${breakpoint}\n`)}\n`
  const own = parts.flatMap((part) =>
    forTransaction(context, { ...part, adopted: true }).map(({ text }) => text.trim()),
  )
  const whole = await makeSnapshot(last).catch(() => undefined)
  return [
    ...(whole
      ? [{ what: 'made from the snapshot', sql: join(whole.statements.map((text) => text.trim())) }]
      : []),
    { what: 'made of their own statements', sql: join(own) },
  ]
}

/** The first candidate that makes what the parts make. */
async function findProven(context: CheckContext, parts: Migration[], tried: Candidate[]): Promise<string> {
  const expected = await makeAll(context, parts)
  const reasons: string[] = []
  for (const { what, sql } of tried) {
    const whole = {
      ...parts[0]!,
      sql,
      statements: splitStatements(sql),
      hash: hashMigration(sql),
      noTransaction: false,
      adopted: true,
    }
    try {
      const made = await makeAll(context, [whole])
      const difference = diffSchemas(expected, made)
      if (difference.length === 0) return sql
      reasons.push(`${what}, it differs (- parts, + squashed):`, ...difference.slice(0, 10))
    } catch (error) {
      reasons.push(`${what}, it fails:`, ...renderError(error))
    }
  }
  throw new MigrateError('No single migration was found that makes the same; nothing was changed.', {
    details: reasons,
    hint: 'Squash up to an earlier one with --to.',
  })
}

/** The schema that migrations make, with the number of rows in each table. */
async function makeAll(context: CheckContext, migrations: Migration[]) {
  return withReplay(context, migrations, async ({ up, describe, session: { client } }) => {
    for (const migration of migrations) await up(migration)
    const made = await describe({ grants: true })
    const tables = [...made.keys()].flatMap((key) => key.match(/^table ((?:"[^"]+"|[^" ])+)$/)?.[1] ?? [])
    for (const table of tables) {
      const { rows } = await client.query<{ count: string }>(`select count(*) from ${table}`)
      made.set(`rows of ${table}`, rows[0]?.count ?? '')
    }
    return made
  })
}

async function removeFiles({ file, downFile, snapshotFile }: Migration): Promise<void> {
  for (const path of [file, downFile, snapshotFile]) await rm(path, { force: true })
  if (file.endsWith('migration.sql')) await rm(dirname(file), { recursive: true, force: true })
}

async function remember(
  folder: string,
  migrations: Migration[],
  parts: Migration[],
  tag: string,
): Promise<void> {
  const settings = await readSettings(folder)
  const { squashed = [], adopted } = settings
  const replaces = parts.flatMap(({ tag: part, when, hash }) => [
    ...(squashed.find((one) => one.tag === part)?.replaces ?? []),
    { tag: part, when, hash },
  ])
  const isLater = migrations.findIndex((one) => one.tag === adopted) >= parts.length
  await writeSettings(folder, {
    ...settings,
    adopted: isLater && adopted ? adopted : tag,
    squashed: [...squashed.filter((one) => !parts.some((part) => part.tag === one.tag)), { tag, replaces }],
  })
}
