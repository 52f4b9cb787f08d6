import type { Config } from '../../config.ts'
import type { Database } from '../../db/database.ts'
import { AppError } from '../../errors.ts'
import { NotOpmlError, readOpml } from '../../ingest/opml/read-opml.ts'
import { toSubscriptions } from '../../ingest/opml/subscriptions.ts'
import { importSources } from './opml-queries.ts'
import type { ImportReport } from './opml-schemas.ts'
import { checkMayAddSources } from './queries.ts'

/** Parsing this many bytes takes about 5 ms. Longer lists are only parsed after checking that the caller may import them. */
const CHEAP = 32 * 1024

/**
 * Adds the feeds of a subscription list (OPML) that are not known yet, and says what became of each.
 * @param contentType as it was sent with the list; it may name the encoding
 * @throws {AppError} `invalid_request` when the list is not OPML, `forbidden` to readers
 */
export async function importOpml(
  bytes: Uint8Array,
  contentType: string,
  { config, db }: { config: Config; db: Database },
): Promise<ImportReport> {
  if (bytes.byteLength > CHEAP) await db.run(checkMayAddSources, {})
  const policy = { allowedOrigins: config.feedAllowedOrigins }
  const { feeds, refused } = toSubscriptions(await readBody(bytes, contentType), policy)
  const { added, known } = await db.run(importSources, { feeds: JSON.stringify(feeds) })
  const taken = new Set([...added, ...known].map((feed) => feed.feed_url))
  const reason = 'its address was taken by another source in this moment; import it again'
  const lost = feeds
    .filter((feed) => !taken.has(feed.feed_url))
    .map(({ name, feed_url }) => ({ title: name, feed_url, reason }))
  return { added, known, refused: [...refused, ...lost] }
}

async function readBody(bytes: Uint8Array, contentType: string) {
  try {
    return await readOpml(bytes, contentType)
  } catch (error) {
    if (!(error instanceof NotOpmlError)) throw error
    throw new AppError('invalid_request', error.message, {
      errors: [{ pointer: '#', message: error.message }],
    })
  }
}
