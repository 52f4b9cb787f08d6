import type { SchemaDescription } from '../describe/index.ts'
import { readSettings } from '../settings.ts'
import type { CheckContext } from './context.ts'

/** Which objects are not compared. */
export type Filter = {
  /** `exclude` of migrate.json and --exclude: never. */
  exclude: RegExp[]
  /** Whether a table that no migration makes is the project's own (drizzle-kit's `tablesFilter`). */
  isOwnTable: (name: string) => boolean
}

// What these extensions put into the schema without owning it; drizzle-kit leaves the same alone.
const extensionTables: Record<string, string[]> = {
  postgis: ['geography_columns', 'geometry_columns', 'spatial_ref_sys'],
}

/** The filter of a configuration, of migrate.json and of the command line. */
export async function readFilter({ config, exclude = [] }: CheckContext): Promise<Filter> {
  const settings = await readSettings(config.folder)
  const patterns = config.tablesFilter ?? []
  const foreign = (config.extensionsFilters ?? []).flatMap((name) => extensionTables[name] ?? [])
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!')).map(glob)
  const unwanted = patterns
    .filter((pattern) => pattern.startsWith('!'))
    .map((pattern) => glob(pattern.slice(1)))
  return {
    exclude: [...(settings.exclude ?? []), ...exclude].map(glob),
    isOwnTable: (name) =>
      !foreign.includes(name) &&
      (wanted.length === 0 || wanted.some((pattern) => pattern.test(name))) &&
      !unwanted.some((pattern) => pattern.test(name)),
  }
}

/** A description without what is excluded, and what hangs on it. */
export function filterDescription(description: SchemaDescription, { exclude }: Filter): SchemaDescription {
  const isExcluded = (key: string) => prefixesOf(key).some((part) => exclude.some((one) => one.test(part)))
  return new Map([...description].filter(([key]) => !isExcluded(key)))
}

/**
 * `actual` without what no migration makes and is no drift: tables outside of `tablesFilter`, and partitions that were
 * made at run time of tables that migrations make.
 */
export function withoutForeign(
  expected: SchemaDescription,
  actual: SchemaDescription,
  { isOwnTable }: Filter,
): { description: SchemaDescription; partitions: number } {
  const foreign = new Set<string>()
  const partitions = new Set<string>()
  for (const [key, text] of actual) {
    const [, table] =
      key.match(/^(?:table|view|materialized view|foreign table) ((?:"(?:[^"]|"")+"|[^" ])+)$/) ?? []
    if (table === undefined || expected.has(key)) continue
    const parent = text.match(/^(?:unlogged )?(?:partition by .* )?(\S+) (?:FOR VALUES|DEFAULT)\b/)?.[1]
    if (parent && expected.has(`table ${parent}`)) partitions.add(table)
    else if (!isOwnTable(bareName(table))) foreign.add(table)
  }
  const isForeign = (key: string) => {
    const [, table = ''] =
      key.match(
        /^(?:comment on )?(?:table|view|materialized view|foreign table|index) ((?:"(?:[^"]|"")+"|[^" ])+)/,
      ) ?? []
    return foreign.has(table) || partitions.has(table)
  }
  return {
    description: new Map([...actual].filter(([key]) => !isForeign(key))),
    partitions: partitions.size,
  }
}

function bareName(qualified: string): string {
  return qualified
    .replace(/^(?:"(?:[^"]|"")+"|[^".]+)\./, '')
    .replace(/^"|"$/g, '')
    .replaceAll('""', '"')
}

// `table public.users column email` is also a part of `table public.users`.
function prefixesOf(key: string): string[] {
  const words = key.split(' ')
  return words.map((_, at) => words.slice(0, at + 1).join(' ')).slice(1)
}

function glob(pattern: string): RegExp {
  const parts = pattern.split('*').map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`)
}
