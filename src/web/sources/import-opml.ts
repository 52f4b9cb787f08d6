import type { Config } from '../../config.ts'
import type { Database } from '../../db/database.ts'
import { AppError } from '../../errors.ts'
import { importSources } from '../../features/sources/opml-queries.ts'
import { NotOpmlError, readOpml } from '../../ingest/opml/read-opml.ts'
import { toSubscriptions } from '../../ingest/opml/subscriptions.ts'
import type { Report } from './page.tsx'

/**
 * Adds the feeds of a subscription list that was sent by a form.
 * @throws {AppError} `invalid_request` when the file is not OPML, `forbidden` to readers
 */
export async function importOpml(
  file: File,
  { config, db }: { config: Config; db: Database },
): Promise<Report> {
  const policy = { allowedOrigins: config.feedAllowedOrigins }
  const { feeds, refused } = toSubscriptions(
    readFile(new Uint8Array(await file.arrayBuffer()), file.type),
    policy,
  )
  const { added, known } = await db.run(importSources, { feeds: JSON.stringify(feeds) })
  return { added, known, refused }
}

function readFile(bytes: Uint8Array<ArrayBuffer>, type: string) {
  try {
    return readOpml(bytes, type)
  } catch (error) {
    if (error instanceof NotOpmlError) throw new AppError('invalid_request', error.message)
    throw error
  }
}
