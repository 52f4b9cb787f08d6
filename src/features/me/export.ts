import type { Snapshot } from '../../db/snapshot.ts'
import { keysOf } from '../../keys-of.ts'
import { EXPORTED, exportHead } from './export-listings.ts'
import type { Export } from './export-schemas.ts'

/**
 * Everything that the caller of a snapshot owns, as the JSON of an `Export`, a piece at a time; the last piece closes the
 * snapshot.
 * @throws {AppError} what the first query may; the snapshot is closed then
 */
export async function exportOf(snapshot: Snapshot) {
  try {
    const { exported_at, user } = await snapshot.one(exportHead)
    return { exported_at, json: write(snapshot, { exported_at, user }) }
  } catch (error) {
    snapshot.close()
    throw error
  }
}

async function* write(
  snapshot: Snapshot,
  head: Pick<Export, 'exported_at' | 'user'>,
): AsyncGenerator<string> {
  try {
    // An object that is left open for the lists that follow.
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
  } finally {
    snapshot.close()
  }
}
