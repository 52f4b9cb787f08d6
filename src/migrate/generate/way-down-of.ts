import { existsSync } from 'node:fs'
import { type Place, readPlaces } from '../layout.ts'
import { diffFolderSnapshots, upgradeSnapshot } from './kit.ts'
import { type AnySnapshot, emptySnapshot, previousIds, readSnapshot } from './snapshot.ts'
import { readFolderRenames, readState, readStateBefore } from './state.ts'
import { generateWayDown } from './way-down.ts'

/**
 * The statements of a migration's way down, from its snapshot and the one before.
 * @param up the migration's statements, in which drizzle-kit up to 0.31 keeps its renames
 * @throws MigrateError when a snapshot is missing or broken.
 */
export async function writeWayDown(folder: string, place: Place, up: string[]): Promise<string[]> {
  if (place.layout === 'folders') {
    const renames = await readFolderRenames(place)
    return diffFolderSnapshots(
      await readState(place),
      await readStateBefore(place),
      renames.map(([was, now]): [string, string] => [now, was]),
    )
  }
  const after = await readSnapshot(place)
  const before = await readPrevious(folder, place, after)
  return generateWayDown(await upgradeSnapshot(before), await upgradeSnapshot(after), up)
}

/** The snapshot that a migration's was made after: by its id, else that of the migration before. */
async function readPrevious(folder: string, place: Place, after: AnySnapshot): Promise<AnySnapshot> {
  const places = await readPlaces(folder)
  const earlier = places.slice(
    0,
    places.findIndex(({ tag }) => tag === place.tag),
  )
  const wanted = previousIds(after)
  for (const one of earlier.toReversed()) {
    if (!existsSync(one.snapshotFile)) continue
    const snapshot = await readSnapshot(one)
    if (wanted.includes(snapshot.id)) return snapshot
  }
  const last = earlier.findLast(({ snapshotFile }) => existsSync(snapshotFile))
  if (last) return readSnapshot(last)
  return emptySnapshot
}
