import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { openDatabase } from '../db/open.ts'
import { extractSummary } from './extract.ts'
import { listUnsummarised, MOST_ATTEMPTS, recordAttempts, storeSummaries } from './queries.ts'

/** What stands for the model in the summaries that are extracts. */
const MODEL = 'extract'
/** The most articles of one statement, and the most statements of one run; the next run continues. */
const BATCH = 200
const MOST_BATCHES = 25
/** The most extracts of one run. */
export const MOST_EXTRACTS = BATCH * MOST_BATCHES

/**
 * Stores the extract of every delivered article that has none, so that readers get it from the database instead of having
 * it extracted in each request. It follows each build of briefs.
 * @returns the number of new extracts
 */
export async function storeExtracts(db: Database): Promise<number> {
  let stored = 0
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const articles = await db.run(listUnsummarised, { model: MODEL, limit: BATCH })
    stored += await storeBatch(db, articles)
    if (articles.length < BATCH) break
  }
  return stored
}

/** The same as a job of its own, after the response of a request that has built a brief. */
export const storeNewExtracts = (config: Config): Promise<number> =>
  storeExtracts(openDatabase(config, { job: 'extracts' }))

async function storeBatch(
  db: Database,
  articles: readonly { article_id: number; title: string; summary_raw: string | null }[],
): Promise<number> {
  const summaries: object[] = []
  const withoutExtract: number[] = []
  for (const article of articles) {
    const { article_id } = article
    const text = extractSummary(article)
    if (text === null) withoutExtract.push(article_id)
    else summaries.push({ article_id, text, tokens_used: 0 })
  }
  if (withoutExtract.length > 0) {
    const article_ids = JSON.stringify(withoutExtract)
    await db.run(recordAttempts, { model: MODEL, article_ids, attempts: MOST_ATTEMPTS })
  }
  if (summaries.length === 0) return 0
  return (await db.run(storeSummaries, { model: MODEL, summaries: JSON.stringify(summaries) })).length
}
