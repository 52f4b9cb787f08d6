import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  folderPlace,
  formatFolderTime,
  type JournalEntry,
  journalPath,
  journalPlace,
  type Place,
  readPlaces,
} from '../layout.ts'
import { readSnapshot } from './snapshot.ts'

type Journal = { entries: JournalEntry[] }

/**
 * Dates a new migration after every other: where a history has dates in the future, or clocks differ, drizzle-orm's
 * migrator would skip it.
 */
export async function dateLast(folder: string, place: Place): Promise<Place> {
  const others = (await readPlaces(folder)).filter(({ tag }) => tag !== place.tag)
  const newest = Math.max(...others.map(({ when }) => when), Number.NEGATIVE_INFINITY)
  if (place.when > newest) return place
  if (place.layout === 'journal') {
    await changeJournal(folder, ({ entries }) => {
      for (const entry of entries) if (entry.tag === place.tag) entry.when = newest + 1
    })
    return { ...place, when: newest + 1 }
  }
  const tag = place.tag.replace(/^\d{14}/, formatFolderTime(newest + 1000))
  await rename(join(folder, place.tag), join(folder, tag))
  return folderPlace(folder, tag, place.index)
}

/** Adds a migration after `place` with the same snapshot and kind of number, as drizzle-kit does for custom ones. */
export async function appendPlace(folder: string, place: Place, name: string): Promise<Place> {
  const snapshot = await readSnapshot(place)
  const id = randomUUID()
  if (place.layout === 'folders') {
    const rest = place.tag.slice(14)
    const next = folderPlace(folder, `${formatFolderTime(place.when + 1000)}${rest}_${name}`, place.index + 1)
    await mkdir(join(folder, next.tag))
    await writeFile(
      next.snapshotFile,
      JSON.stringify({ ...snapshot, id, prevIds: [snapshot.id], ...unchanged(snapshot) }, null, 2),
    )
    return next
  }
  const [number = '', ...words] = place.tag.split('_')
  const tag = `${nextNumber(number, place.index + 1)}_${[...words, name].join('_')}`
  const next = journalPlace(folder, {
    idx: place.index + 1,
    version: '7',
    when: place.when + 1,
    tag,
    breakpoints: true,
  })
  await changeJournal(folder, ({ entries }) => {
    const last = entries.find((entry) => entry.tag === place.tag)
    entries.push({ version: '7', breakpoints: true, ...last, idx: next.index, when: next.when, tag })
  })
  await writeFile(next.snapshotFile, JSON.stringify({ ...snapshot, id, prevId: snapshot.id }, null, 2))
  return next
}

// A snapshot of version 9 that is no base holds what changed, and who wrote what; one of version 8 its renames.
function unchanged({ version }: { version: string }): object {
  return Number(version) >= 9 ? { type: 'diff', ddl: undefined, deltas: [], footprints: [] } : { renames: [] }
}

// As drizzle-kit's `migrations.prefix` counts: a time to the second, seconds since 1970, or the place in the journal.
function nextNumber(number: string, index: number): string {
  if (/^\d{14}$/.test(number)) {
    const [, year, month, day, hour, minute, second] =
      number.match(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/)?.map(Number) ?? []
    return formatFolderTime(Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, (second ?? 0) + 1))
  }
  if (/^\d{10,}$/.test(number)) return String(Number(number) + 1)
  return number === '' ? '' : String(index).padStart(4, '0')
}

/** Changes the journal and keeps everything else in it. */
export async function changeJournal(folder: string, change: (journal: Journal) => void): Promise<void> {
  const path = journalPath(folder)
  const journal: Journal = JSON.parse(await readFile(path, 'utf8'))
  change(journal)
  await writeFile(path, JSON.stringify(journal, null, 2))
}
