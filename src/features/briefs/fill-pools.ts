import type { Database } from '../../db/database.ts'
import { describeError, log } from '../../log.ts'
import { fillPools, listSharedLists } from './pool.ts'

/** The most lists of a morning, how many are searched in one statement, and how many statements run at once. */
const LISTS = 2000
const LISTS_AT_ONCE = 20
const AT_ONCE = 2
/** No further statement begins after so long: what has no pool is searched topic by topic. */
const MAX_MS = 60_000

/** Searches once for each list of keywords that several of the readers who are due ask. */
export async function fillSharedPools(db: Database, now?: string): Promise<void> {
  const started = Date.now()
  const shared = await db.run(listSharedLists, { now, limit: LISTS })
  if (shared.length === 0) return
  let pools = 0
  const work = async () => {
    while (shared.length > 0 && Date.now() - started < MAX_MS) {
      const topic_ids = JSON.stringify(shared.splice(0, LISTS_AT_ONCE).map(({ topic_id }) => topic_id))
      pools += await db.run(fillPools, { now, topic_ids }).then((filled) => filled.pools, notFilled)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  log('info', 'pools_filled', { pools, ms: Date.now() - started })
}

/** What could not be searched once is searched topic by topic: no brief fails because of it. */
function notFilled(error: unknown): number {
  log('warn', 'pools_failed', describeError(error))
  return 0
}
