import type { Config } from '../../config.ts'
import { openDatabase } from '../../db/open.ts'
import { log } from '../../log.ts'
import { type BuildReport, buildDue } from './build.ts'

/** So many readers a statement: it stays far within the time a statement may take. */
const READERS = 100
/** So many statements at once: each keeps one core of the database busy, and their claims keep them apart. */
const AT_ONCE = 2

/**
 * The job of each quarter of an hour: builds the brief of every reader whose morning has come, also when the hour
 * itself was missed.
 * @param now the moment to build for (ISO 8601), if it is not the database's own
 */
export async function buildDueBriefs(config: Config, now?: string): Promise<BuildReport> {
  const total: BuildReport = { users: 0, topics: 0, deliveries: 0 }
  const db = openDatabase(config, { job: 'briefs' })
  const work = async () => {
    let lookedAt: number
    do {
      const { looked_at, users, topics, deliveries } = await db.run(buildDue, { now, limit: READERS })
      lookedAt = looked_at
      total.users += users
      total.topics += topics
      total.deliveries += deliveries
    } while (lookedAt > 0)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  log('info', 'briefs_built', { ...total, ms: db.stats.ms })
  return total
}
