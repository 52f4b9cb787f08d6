import type { Config } from '../../config.ts'
import { isTimeout } from '../../db/classify-error.ts'
import type { Database } from '../../db/database.ts'
import { openDatabase } from '../../db/open.ts'
import { log } from '../../log.ts'
import { type BuildReport, buildDue, type ReaderRange } from './build.ts'
import { fillSharedPools } from './fill-pools.ts'

/**
 * So many readers the first statement; twice as many the next while one is quick, for readers who ask the same share more
 * work the more of them are built at once.
 */
const READERS = 100
const MOST_READERS = 800
const QUICK_MS = 500
/** So many statements at once: each keeps one core of the database busy, and their claims keep them apart. */
const AT_ONCE = 2

/**
 * Builds the brief of every reader whose morning has come, also when the hour itself was missed.
 * @param now the moment to build for (ISO 8601), if it is not the database's own
 * @param range of these readers only
 */
export async function buildDueBriefs(
  config: Config,
  now?: string,
  range: Partial<ReaderRange> = {},
): Promise<BuildReport> {
  const total: BuildReport = { users: 0, topics: 0, deliveries: 0 }
  const db = openDatabase(config, { job: 'briefs' })
  const started = Date.now()
  if (range.first_id === undefined) await fillSharedPools(db, now)
  const work = async () => {
    let [limit, most] = [READERS, MOST_READERS]
    let lookedAt: number
    do {
      const report = await buildSome(db, { now, limit, ...range })
      // What took too long once is not tried again.
      if (report.limit < limit) most = report.limit
      limit = Math.min(report.is_quick ? report.limit * 2 : report.limit, most)
      lookedAt = report.looked_at
      total.users += report.users
      total.topics += report.topics
      total.deliveries += report.deliveries
    } while (lookedAt > 0)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  const seconds = (Date.now() - started) / 1000
  const topics_per_second = seconds > 0 ? Math.round(total.topics / seconds) : null
  log('info', 'briefs_built', { ...total, ...range, topics_per_second, ms: db.stats.ms })
  return total
}

/**
 * Builds the briefs of up to so many readers. Where their topics find so much that the statement takes too long, it was
 * undone; then it is tried with fewer of them, down to one.
 */
async function buildSome(
  db: Database,
  params: { now: string | undefined; limit: number } & Partial<ReaderRange>,
): Promise<BuildReport & { looked_at: number; limit: number; is_quick: boolean }> {
  const { limit } = params
  const started = Date.now()
  try {
    const report = await db.run(buildDue, params)
    return { ...report, limit, is_quick: Date.now() - started < QUICK_MS }
  } catch (error) {
    if (limit === 1 || !(error instanceof Error) || !isTimeout(error.cause)) throw error
    log('warn', 'briefs_too_many', { readers: limit })
    return buildSome(db, { ...params, limit: Math.ceil(limit / 4) })
  }
}
