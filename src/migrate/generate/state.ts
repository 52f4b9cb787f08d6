import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Place, readPlaces } from '../layout.ts'
import { emptyFolderSnapshot, reconstructState } from './kit.ts'
import { type AnySnapshot, emptySnapshot, readSnapshot } from './snapshot.ts'

/** From version 9 on a snapshot may hold only what its migration changed. */
const isDiff = (snapshot: AnySnapshot) => snapshot.type === 'diff'

/**
 * The whole schema as it was after a migration.
 * @throws MigrateError when a snapshot is missing or broken.
 */
export async function readState(place: Pick<Place, 'snapshotFile' | 'tag' | 'layout'>): Promise<AnySnapshot> {
  const snapshot = await readSnapshot(place)
  return isDiff(snapshot) ? reconstructState(await readFiles(place), snapshot.id) : snapshot
}

/** The schema after the migrations that one was made after; of two branches that met, what both had made. */
export async function readStateBefore(place: Place): Promise<AnySnapshot> {
  const { prevIds = [] } = await readSnapshot(place)
  const parents = prevIds.filter((id) => id !== emptySnapshot.id)
  if (parents.length === 0) return emptyFolderSnapshot
  const files = await readFiles(place)
  const known = Object.values(files)
  if (known.some(isDiff)) {
    // A snapshot without changes, last in order, stands for what its parents have in common.
    const id = 'before'
    const between = {
      type: 'diff',
      version: '9',
      dialect: 'postgres',
      id,
      prevIds: parents,
      footprints: [],
      deltas: [],
    }
    const older = Object.fromEntries(Object.entries(files).filter(([tag]) => tag < place.tag))
    return reconstructState({ ...older, [`${place.tag}~`]: between }, id)
  }
  return known.findLast(({ id }) => parents.includes(id)) ?? known.at(-1) ?? emptyFolderSnapshot
}

/** The renames that a migration made, `schema.table.old` and `schema.table.new`. */
export async function readFolderRenames(place: Place): Promise<[was: string, now: string][]> {
  const { renames = [], deltas = [] } = await readSnapshot(place)
  const old = renames.map((text): [string, string] => {
    const [was = '', now = ''] = text.split('->')
    return [was, now]
  })
  const own = deltas.flatMap(({ op, key = '', set }): [string, string][] => {
    if (op !== 'rename' || !set) return []
    const was: string[] = JSON.parse(key.slice(key.indexOf('\0') + 1))
    const now = was.with(-1, set.name ?? was.at(-1)!).with(0, set.schema ?? was[0]!)
    return [[was.join('.'), now.join('.')]]
  })
  return [...old, ...own]
}

async function readFiles({
  snapshotFile,
}: Pick<Place, 'snapshotFile'>): Promise<Record<string, AnySnapshot>> {
  const places = await readPlaces(dirname(dirname(snapshotFile)))
  const there = places.filter((place) => existsSync(place.snapshotFile))
  return Object.fromEntries(
    await Promise.all(there.map(async (place) => [place.tag, await readSnapshot(place)])),
  )
}
