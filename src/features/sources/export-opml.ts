import type { Snapshot } from '../../db/snapshot.ts'
import { OpmlWriter } from '../../ingest/opml/write-opml.ts'
import { exportedSources } from './opml-queries.ts'

/** All sources as a subscription list, a piece at a time. */
export async function* exportOpml(snapshot: Snapshot, now: Date): AsyncGenerator<string> {
  const writer = new OpmlWriter()
  yield writer.begin(now)
  for await (const feeds of snapshot.rows(exportedSources)) yield writer.write(feeds)
  yield writer.end()
}
