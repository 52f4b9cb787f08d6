import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { MigrateError, messageOf } from '../errors.ts'
import { type AnySnapshot, emptySnapshot, type Snapshot } from './snapshot.ts'

/** A question of drizzle-kit 1.0: whether something is new, or something that was renamed. */
type MissingHint = { type: string; kind: string; entity: string[] }
type Hint = MissingHint | { type: 'rename'; kind: string; from: string[]; to: string[] }

type ApiOfJournals = {
  generateMigration: (before: unknown, after: unknown) => Promise<string[]>
  upPgSnapshot?: (snapshot: unknown) => AnySnapshot
}

type ApiOfFolders = {
  generateMigration: (before: unknown, after: unknown, options: { hints: Hint[] }) => Promise<string[]>
  reconstruct?: (files: Record<string, unknown>, id: string) => Promise<AnySnapshot>
}

const fromProject = () => createRequire(resolve('package.json'))

/**
 * The statements that lead from one snapshot of version 7 to another, by the drizzle-kit of the project.
 * Loaded by `require`: until 0.31.5 its module for `import` was broken.
 */
export async function diffJournalSnapshots(before: Snapshot, after: Snapshot): Promise<string[]> {
  const { generateMigration } = await api<ApiOfJournals>('drizzle-kit/api')
  const pair = structuredClone([before, after])
  for (;;) {
    try {
      return await generateMigration(pair[0], pair[1])
    } catch (error) {
      // Versions that do not know policies yet refuse the very word.
      const unknown = issuesOf(error).filter(({ code }) => code === 'unrecognized_keys')
      if (unknown.length === 0 || !pair.some((snapshot) => removeKeys(snapshot, unknown))) throw error
    }
  }
}

/** What zod, by which drizzle-kit reads snapshots, says of one place in it. */
type Issue = { code: string; path: (string | number)[]; keys?: string[] }

const issuesOf = (error: unknown): Issue[] =>
  error instanceof Error && 'issues' in error && Array.isArray(error.issues) ? error.issues : []

/** Removes keys that are empty anyway; false when there was none to remove. */
function removeKeys(snapshot: object, issues: Issue[]): boolean {
  let isRemoved = false
  for (const { path, keys = [] } of issues) {
    const place = path.reduce<unknown>((at, key) => Object(at)[key], snapshot)
    for (const key of keys) {
      const value: unknown = Object(place)[key]
      const isEmpty = value === false || (typeof value === 'object' && Object.keys(value ?? {}).length === 0)
      if (isEmpty && Reflect.deleteProperty(Object(place), key)) isRemoved = true
    }
  }
  return isRemoved
}

/** A snapshot in version 7, with everything that later versions of drizzle-kit look for. */
export async function upgradeSnapshot(snapshot: AnySnapshot): Promise<Snapshot> {
  const current =
    Number(snapshot.version) >= 7
      ? snapshot
      : ((await api<ApiOfJournals>('drizzle-kit/api')).upPgSnapshot?.(snapshot) ?? snapshot)
  const { id, prevId = '', ...rest } = current
  const whole = { ...emptySnapshot, ...rest, id, prevId }
  const lacking = { policies: {}, checkConstraints: {}, isRLSEnabled: false }
  // Some versions wrote the schema public as '', others by its name.
  const tables = Object.entries(whole.tables).map(([key, table]) => {
    const schema = table.schema === 'public' ? '' : table.schema
    return [key, Object.assign({ ...lacking }, table, { schema })]
  })
  return { ...whole, tables: Object.fromEntries(tables) }
}

/**
 * The statements that lead from one snapshot of version 8 to another; `renames` as the later snapshot keeps them,
 * `schema.table.old->schema.table.new`, or turned round.
 */
export async function diffFolderSnapshots(
  before: AnySnapshot,
  after: AnySnapshot,
  renames: [from: string, to: string][],
): Promise<string[]> {
  const { generateMigration } = await api<ApiOfFolders>('drizzle-kit/api-postgres')
  const hints: Hint[] = []
  for (;;) {
    try {
      return await generateMigration(before, after, { hints })
    } catch (error) {
      const missing = missingHintsOf(error)
      if (missing.length === 0 || hints.length > 10_000) throw error
      hints.push(...missing.map((one) => answer(one, renames)))
    }
  }
}

const missingHintsOf = (error: unknown): MissingHint[] =>
  error instanceof Error && 'missingHints' in error && Array.isArray(error.missingHints)
    ? error.missingHints
    : []

/**
 * The whole schema after one of the migrations of these snapshots, by the names of their folders; snapshots of version 9
 * hold only what each migration changed.
 * @throws MigrateError when the drizzle-kit of the project is older than they are.
 */
export async function reconstructState(files: Record<string, unknown>, id: string): Promise<AnySnapshot> {
  const { reconstruct } = await api<ApiOfFolders>('drizzle-kit/api-postgres')
  if (reconstruct) return reconstruct(files, id)
  throw new MigrateError('The snapshots were made by a later drizzle-kit than the one that is installed.', {
    hint: 'Install the later one: npm i -D drizzle-kit@latest',
  })
}

function answer(question: MissingHint, renames: [from: string, to: string][]): Hint {
  const { type, kind, entity } = question
  if (type !== 'rename_or_create') return question
  const from = renames.find(([, to]) => to === entity.join('.'))?.[0]
  return from ? { type: 'rename', kind, from: from.split('.'), to: entity } : { type: 'create', kind, entity }
}

/** What drizzle-kit 1.0 compares the first migration with. */
export const emptyFolderSnapshot = {
  id: emptySnapshot.id,
  prevIds: [],
  version: '8',
  dialect: 'postgres',
  ddl: [],
  renames: [],
}

async function api<T>(name: string): Promise<T> {
  const require = fromProject()
  try {
    return require(name)
  } catch (cause) {
    if (!/Cannot find module|not defined by "exports"/.test(messageOf(cause))) throw cause
    try {
      const loaded: T = await import(name)
      return loaded
    } catch {
      throw new MigrateError(`The drizzle-kit of this project has no ${name}.`, {
        hint: 'Install 0.24 or later: npm i -D drizzle-kit',
        cause,
      })
    }
  }
}

/** The path of drizzle-kit's command line, of the working directory. */
export function findDrizzleKit(): string {
  try {
    const bin = join(dirname(fromProject().resolve('drizzle-kit')), 'bin.cjs')
    if (existsSync(bin)) return bin
  } catch {
    // Said below.
  }
  throw new MigrateError('drizzle-kit is not installed in this project.', { hint: 'npm i -D drizzle-kit' })
}
