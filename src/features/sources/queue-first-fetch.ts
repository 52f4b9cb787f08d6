import type { Bindings } from '../../bindings.ts'
import type { Database } from '../../db/database.ts'
import { queueLeases } from '../../ingest/schedule/queue-leases.ts'
import type { Source } from './schemas.ts'

/**
 * Queues the first fetch of a new source; a source that is not active has no lease. The source is stored whether or
 * not the queue is available: if not, the next tick fetches it.
 */
export async function queueFirstFetch(
  db: Database,
  queue: Bindings['INGEST_QUEUE'],
  { id: source_id, leased_until }: Pick<Source, 'id' | 'leased_until'>,
): Promise<void> {
  if (leased_until === null) return
  await queueLeases(db, queue, [{ source_id, leased_until }]).catch(() => {})
}
