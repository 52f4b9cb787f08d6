import { ZodError } from 'zod'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { openDatabase } from '../db/open.ts'
import { describeError, log } from '../log.ts'
import { summaryBudget } from './budget-queries.ts'
import { checkSummary } from './check-summary.ts'
import { openAiSummariser } from './openai.ts'
import { listUnsummarised, MOST_ATTEMPTS, recordAttempts, storeSummaries } from './queries.ts'
import { MOST_EXTRACTS, storeExtracts } from './store-extracts.ts'
import { RefusedError, type Summariser, type SummaryInput } from './summariser.ts'
import { type AiBinding, workersAiSummariser } from './workers-ai.ts'

/** The most summaries by a model in one run; the next run continues. */
const MAX_BY_MODEL = 20
/** After this many failures in a row the model is not called again in this run. */
const MAX_FAILURES = 3

/**
 * The job after the briefs: stores an extract of each delivered article and, if a model is configured and within its
 * budget, the model's summary. Until it has run, readers get an extract that is computed for them.
 * @returns whether it came to an end before its limits did. What failed, or has no budget, waits for the next brief.
 */
export async function summariseDelivered(config: Config, ai?: AiBinding): Promise<boolean> {
  const db = openDatabase(config, { job: 'summaries' })
  const extracts = await storeExtracts(db)
  const { summaryModel } = config
  const summariser = summaryModel && chooseSummariser(summaryModel, ai)
  const summaries = summariser ? await askModel(db, summariser, summaryModel.dailyTokens) : 0
  log('info', 'articles_summarised', { extracts, summaries, ms: db.stats.ms })
  return extracts < MOST_EXTRACTS && summaries < MAX_BY_MODEL
}

function chooseSummariser(
  { model, url, apiKey }: NonNullable<Config['summaryModel']>,
  ai: AiBinding | undefined,
): Summariser | null {
  if (url !== null) return openAiSummariser({ model, url, apiKey })
  if (ai) return workersAiSummariser(ai, model)
  log('error', 'ai_binding_missing', { model })
  return null
}

interface MadeSummary {
  article_id: number
  text: string
  tokens_used: number
}

/** @returns the number of new summaries */
async function store(db: Database, model: string, summaries: MadeSummary[]): Promise<number> {
  return (await db.run(storeSummaries, { model, summaries: JSON.stringify(summaries) })).length
}

const recordFailures = (db: Database, model: string, article_ids: number[], attempts: number) =>
  db.run(recordAttempts, { model, article_ids: JSON.stringify(article_ids), attempts })

const ask = (summariser: Summariser, article: SummaryInput) =>
  summariser.summarise(article).catch((error: unknown) => ({ error }))

/** Whether a retry would fail again, because the model accepted the request but not this article. */
const isArticlesFault = (error: unknown) => error instanceof RefusedError || error instanceof ZodError

/** Asks the model for one summary after the other, within the day's budget. */
export async function askModel(db: Database, summariser: Summariser, dailyTokens: number): Promise<number> {
  const { model } = summariser
  let stored = 0
  let failures = 0
  for (const article of await db.run(listUnsummarised, { model, limit: MAX_BY_MODEL })) {
    const { article_id } = article
    const reserved = summariser.estimate(article)
    if (!(await db.run(summaryBudget.reserve, { tokens: reserved, most: dailyTokens }))) {
      log('info', 'summary_budget_used', { model, tokens: dailyTokens })
      break
    }
    const answer = await ask(summariser, article)
    if ('error' in answer) {
      const { error } = answer
      log('warn', 'summary_failed', { model, article_id, ...describeError(error) })
      await recordFailures(db, model, [article_id], isArticlesFault(error) ? 1 : 0)
      if (++failures === MAX_FAILURES) break
      continue
    }
    failures = 0
    const { tokens_used } = answer
    if (tokens_used !== reserved) await db.run(summaryBudget.settle, { difference: tokens_used - reserved })
    const text = checkSummary(answer.text)
    if (text === null) {
      log('warn', 'summary_refused', { model, article_id })
      // The temperature is 0, so a retry would get the same answer.
      await recordFailures(db, model, [article_id], MOST_ATTEMPTS)
    } else {
      stored += await store(db, model, [{ article_id, text, tokens_used }])
    }
  }
  return stored
}
