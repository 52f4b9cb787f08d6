import { ZodError } from 'zod'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { openDatabase } from '../db/open.ts'
import { describeError, log } from '../log.ts'
import { acceptSummary } from './accept-summary.ts'
import { extractSummariser } from './extract-summariser.ts'
import { openAiSummariser } from './openai.ts'
import {
  listUnsummarised,
  MOST_ATTEMPTS,
  noteAttempts,
  reserveTokens,
  settleTokens,
  storeSummaries,
} from './queries.ts'
import { RefusedError, type Summariser, type SummaryInput } from './summariser.ts'
import { type AiBinding, workersAiSummariser } from './workers-ai.ts'

/** One run makes no more than so many: what is left is the next run's. */
const EXTRACTS = 200
const BY_MODEL = 20
/** After so many failures in a row the model is left alone until the next run. */
const FAILURES = 3

/**
 * The job after the briefs: stores an extract of each delivered article, and, when a model is configured and
 * its budget lasts, the model's summary. Readers never wait for it, and without it they see the same extracts.
 */
export async function summariseDelivered(config: Config, ai?: AiBinding): Promise<void> {
  const db = openDatabase(config, { job: 'summaries' })
  const extracts = await storeExtracts(db)
  const { summaryModel } = config
  const summariser = summaryModel && chooseSummariser(summaryModel, ai)
  const summaries = summariser ? await askModel(db, summariser, summaryModel.dailyTokens) : 0
  log('info', 'articles_summarised', { extracts, summaries, ms: db.stats.ms })
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

async function storeExtracts(db: Database): Promise<number> {
  const { model } = extractSummariser
  const articles = await db.run(listUnsummarised, { model, limit: EXTRACTS })
  const made: MadeSummary[] = []
  const silent: number[] = []
  for (const article of articles) {
    const { text, tokens_used } = await extractSummariser.summarise(article)
    if (text) made.push({ article_id: article.article_id, text, tokens_used })
    else silent.push(article.article_id)
  }
  if (silent.length > 0) await noteInVain(db, model, silent, MOST_ATTEMPTS)
  return made.length === 0 ? 0 : store(db, model, made)
}

interface MadeSummary {
  article_id: number
  text: string
  tokens_used: number
}

/** @returns how many were not there yet */
async function store(db: Database, model: string, summaries: MadeSummary[]): Promise<number> {
  return (await db.run(storeSummaries, { model, summaries: JSON.stringify(summaries) })).length
}

const noteInVain = (db: Database, model: string, article_ids: number[], attempts: number) =>
  db.run(noteAttempts, { model, article_ids: JSON.stringify(article_ids), attempts })

const ask = (summariser: Summariser, article: SummaryInput) =>
  summariser.summarise(article).catch((error: unknown) => ({ error }))

/** Whether the same answer would come again: the model took the request, and could do nothing with this article. */
const isArticlesFault = (error: unknown) => error instanceof RefusedError || error instanceof ZodError

/** Asks for one summary after the other, as long as the day's budget lasts. */
export async function askModel(db: Database, summariser: Summariser, dailyTokens: number): Promise<number> {
  const { model } = summariser
  let stored = 0
  let failures = 0
  for (const article of await db.run(listUnsummarised, { model, limit: BY_MODEL })) {
    const { article_id } = article
    const reserved = summariser.estimate(article)
    if (!(await db.run(reserveTokens, { tokens: reserved, most: dailyTokens }))) {
      log('info', 'summary_budget_used', { model, tokens: dailyTokens })
      break
    }
    const answer = await ask(summariser, article)
    if ('error' in answer) {
      const { error } = answer
      log('warn', 'summary_failed', { model, article_id, ...describeError(error) })
      await noteInVain(db, model, [article_id], isArticlesFault(error) ? 1 : 0)
      if (++failures === FAILURES) break
      continue
    }
    failures = 0
    const { tokens_used } = answer
    if (tokens_used !== reserved) await db.run(settleTokens, { difference: tokens_used - reserved })
    const text = acceptSummary(answer.text)
    if (text === null) {
      log('warn', 'summary_refused', { model, article_id })
      // What was answered once would be answered the same again.
      await noteInVain(db, model, [article_id], MOST_ATTEMPTS)
    } else {
      stored += await store(db, model, [{ article_id, text, tokens_used }])
    }
  }
  return stored
}
