import * as z from 'zod'
import type { Config, ModelSettings } from '../config.ts'
import type { Database } from '../db/database.ts'
import { openDatabase } from '../db/open.ts'
import { MAX_DIMENSIONS } from '../db/schema/limits.ts'
import { cutText } from '../ingest/normalise/cut-text.ts'
import { plainText } from '../ingest/normalise/plain-text.ts'
import { describeError, log } from '../log.ts'
import { embeddingBudget } from '../summaries/budget-queries.ts'
import type { AiBinding } from '../summaries/workers-ai.ts'
import { type Embedder, estimateTokens } from './embedder.ts'
import { openAiEmbedder } from './openai.ts'
import { forgetVectors, listMissing, type Missing, storeVectors } from './queries.ts'
import { workersAiEmbedder } from './workers-ai.ts'

/** The readers of one run, and the texts: the briefs wait for it, so what is more is chosen by words alone. */
const MAX_READERS = 200
const MAX_TEXTS = 1000
/** Texts of one call: the most that Workers AI takes. */
const AT_ONCE = 100
/** Characters of an article that are sent: its first sentences say what it is about. */
const MAX_CHARACTERS = 600
/** No further call begins after so long: no brief may be late because of a model. */
const MAX_MS = 60_000

/**
 * The job before the briefs: has a model tell what the topics that are due ask for and what their best candidates
 * mean. Where it is not configured, fails, or has used its budget, the briefs are chosen by words alone.
 * @param now the moment to build for (ISO 8601), if it is not the database's own
 */
export async function embedCandidates(config: Config, ai?: AiBinding, now?: string): Promise<void> {
  const { embeddingModel } = config
  const embedder = embeddingModel && chooseEmbedder(embeddingModel, ai)
  if (!embedder) return
  const db = openDatabase(config, { job: 'embeddings' })
  const { model } = embedder
  try {
    await db.run(forgetVectors, {})
    const embedded = await tellMissing(db, embedder, embeddingModel.dailyTokens, now)
    log('info', 'candidates_embedded', { model, embedded, ms: db.stats.ms })
  } catch (error) {
    // The briefs come next, and need none of this.
    log('error', 'embedding_failed', { model, ...describeError(error) })
  }
}

function chooseEmbedder({ model, url, apiKey }: ModelSettings, ai: AiBinding | undefined): Embedder | null {
  if (url !== null) return openAiEmbedder({ model, url, apiKey })
  if (ai) return workersAiEmbedder(ai, model)
  log('error', 'ai_binding_missing', { model })
  return null
}

/** @returns the number of new vectors */
export async function tellMissing(
  db: Database,
  embedder: Embedder,
  dailyTokens: number,
  now?: string,
): Promise<number> {
  const { model } = embedder
  const end = Date.now() + MAX_MS
  const missing = await db.run(listMissing, { now, model, readers: MAX_READERS, limit: MAX_TEXTS })
  let stored = 0
  for (let at = 0; at < missing.length && Date.now() < end; at += AT_ONCE) {
    const some = missing.slice(at, at + AT_ONCE)
    const vectors = await ask(db, embedder, dailyTokens, some.map(textOf))
    if (!vectors) break
    const made = some.map(({ question_hash, article_id }, n) => ({
      question_hash,
      article_id,
      vector: vectors[n],
    }))
    stored += (await db.run(storeVectors, { model, made: JSON.stringify(made) })).stored
  }
  return stored
}

const textOf = ({ text, summary_raw }: Missing) =>
  summary_raw === null
    ? text
    : `${text}. ${cutText(plainText({ value: summary_raw, kind: 'html', base: '' }), MAX_CHARACTERS, true)}`

/** Asks the model within the day's budget; null when it does not answer, or not with a vector for each text. */
async function ask(
  db: Database,
  embedder: Embedder,
  dailyTokens: number,
  texts: string[],
): Promise<number[][] | null> {
  const { model } = embedder
  const reserved = estimateTokens(texts)
  if (!(await db.run(embeddingBudget.reserve, { tokens: reserved, most: dailyTokens }))) {
    log('info', 'embedding_budget_used', { model, tokens: dailyTokens })
    return null
  }
  try {
    const { vectors, tokens_used } = await embedder.embed(texts)
    if (tokens_used !== null && tokens_used !== reserved)
      await db.run(embeddingBudget.settle, { difference: tokens_used - reserved })
    return Vectors.length(texts.length).parse(vectors).map(toUnit)
  } catch (error) {
    log('warn', 'embedding_failed', { model, ...describeError(error) })
    return null
  }
}

const Vectors = z.array(z.array(z.number()).min(1).max(MAX_DIMENSIONS))

/** Of length 1, so that the closeness of two is the sum of their products. */
function toUnit(vector: number[]): number[] {
  const length = Math.hypot(...vector)
  return length === 0 ? vector : vector.map((x) => x / length)
}
