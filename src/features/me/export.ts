import type { Snapshot } from '../../db/snapshot.ts'
import { keysOf } from '../../keys-of.ts'
import { EXPORTED, exportHead } from './export-listings.ts'
import type { ExportHead } from './export-schemas.ts'

/**
 * Reads the time and the user of the export, before the response begins.
 * @throws {AppError} what a query may; the snapshot is closed then
 */
export async function readHead(snapshot: Snapshot): Promise<ExportHead> {
  try {
    return await snapshot.one(exportHead)
  } catch (error) {
    snapshot.close()
    throw error
  }
}

/** Writes everything that the caller of a snapshot owns as the JSON of an `Export`, in pieces. */
export async function* writeExport(snapshot: Snapshot, head: ExportHead): AsyncGenerator<string> {
  // Without its closing brace, because the lists follow.
  let text = JSON.stringify(head).slice(0, -1)
  for (const name of keysOf(EXPORTED)) {
    text += `,"${name}":[`
    let isFirst = true
    for await (const rows of snapshot.read(EXPORTED[name])) {
      yield `${text}${isFirst ? '' : ','}${rows.join(',')}`
      text = ''
      isFirst = false
    }
    text += ']'
  }
  yield `${text}}`
}
