import type { Config } from '../config.ts'
import { openDatabase } from '../db/open.ts'
import { log } from '../log.ts'
import { forgetArticles, forgetDeadLetters, noteSize } from './queries.ts'

/** So many rows a statement, so that none holds locks for long; and so many statements a run: the next one goes on. */
const ROWS = 500
const STATEMENTS = 20
const DEAD_LETTER_DAYS = 90

/** The job that keeps the database small: what is older than readers expect goes, some at a time. */
export async function keepSmall(config: Config): Promise<void> {
  const db = openDatabase(config, { job: 'retention' })
  let articles = 0
  for (let statement = 0; statement < STATEMENTS; statement++) {
    const gone = await db.run(forgetArticles, { days: config.articleDays, limit: ROWS })
    articles += gone.articles
    if (gone.articles < ROWS) break
  }
  const { dead_letters } = await db.run(forgetDeadLetters, { days: DEAD_LETTER_DAYS, limit: ROWS })
  const { bytes } = await db.run(noteSize, {})
  log('info', 'kept_small', { articles, dead_letters, bytes, ms: db.stats.ms })
}
