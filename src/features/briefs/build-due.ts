import type { Config } from '../../config.ts'
import { openDatabase } from '../../db/open.ts'
import { log } from '../../log.ts'
import { buildDue } from './build.ts'

/** The hourly job: one statement for every reader whose morning has come. */
export async function buildDueBriefs(config: Config): Promise<void> {
  const db = openDatabase(config, { job: 'briefs' })
  const report = await db.run(buildDue, {})
  log('info', 'briefs_built', { ...report, ms: db.stats.ms })
}
