import { and, desc, eq, exists, gt, isNotNull, lt, notExists, or, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db } from '../db/builder.ts'
import { articleSummaries, articles, deliveries, summaryAttempts } from '../db/schema/index.ts'
import { command, query } from '../db/statement.ts'

/** Briefs only deliver articles of the last 72 hours, so older ones need no summary. */
const FRESH = sql`interval '4 days'`

/** After this many failures that the article caused, it keeps its extract until its text changes. */
export const MOST_ATTEMPTS = 3

const Unsummarised = z.object({
  article_id: z.int(),
  title: z.string(),
  summary_raw: z.string().nullable(),
})

/** Delivered articles without a summary of this model: first those never tried, newest first, then the longest untried. */
export const listUnsummarised = query.many(
  'summaries.list_missing',
  { returns: Unsummarised, access: 'service' },
  ({ model, limit }: { model: string; limit: number }) => {
    const delivered = db
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(eq(deliveries.article_id, articles.id))
    const summary = db
      .select({ id: articleSummaries.id })
      .from(articleSummaries)
      .where(and(eq(articleSummaries.article_id, articles.id), eq(articleSummaries.model, model)))
    return db
      .select({ article_id: articles.id, title: articles.title, summary_raw: articles.summary_raw })
      .from(articles)
      .leftJoin(
        summaryAttempts,
        and(eq(summaryAttempts.article_id, articles.id), eq(summaryAttempts.model, model)),
      )
      .where(
        and(
          gt(articles.published_at, sql`now() - ${FRESH}`),
          isNotNull(articles.summary_raw),
          or(
            lt(sql`coalesce(${summaryAttempts.attempts}, 0)`, MOST_ATTEMPTS),
            gt(articles.updated_at, summaryAttempts.updated_at),
          ),
          exists(delivered),
          notExists(summary),
        ),
      )
      .orderBy(sql`${summaryAttempts.updated_at} nulls first`, desc(articles.published_at), articles.id)
      .limit(limit)
  },
)

interface Attempts {
  model: string
  /** JSON array. */
  article_ids: string
  attempts: number
}

/** Records that a model failed for some articles; `attempts` is 0 when the article did not cause it. */
export const recordAttempts = command.many(
  'summaries.record_attempts',
  { returns: z.object({ id: z.int() }), access: 'service' },
  ({ model, article_ids, attempts }: Attempts) => ({
    rows: sql`
      insert into ${summaryAttempts} (article_id, model, attempts)
      select ${articles.id}, ${model}, ${attempts}::int
      from jsonb_array_elements_text(${article_ids}::jsonb) as tried (id)
        join ${articles} on ${articles.id} = tried.id::bigint
      order by ${articles.id}
      on conflict (article_id, model) do update set
        attempts = summary_attempts.attempts + excluded.attempts, updated_at = now()
      returning id`,
  }),
)

interface Summaries {
  model: string
  /** JSON array of article_id, text, tokens_used. */
  summaries: string
}

/** Stores summaries of a model; existing ones are kept. */
export const storeSummaries = command.many(
  'summaries.store',
  { returns: z.object({ id: z.int() }), access: 'service' },
  ({ model, summaries }: Summaries) => ({
    rows: sql`
      insert into ${articleSummaries} (article_id, model, summary_text, tokens_used)
      select ${articles.id}, ${model}, made.text, made.tokens_used
      from jsonb_to_recordset(${summaries}::jsonb) as made (article_id bigint, text text, tokens_used int)
        join ${articles} on ${articles.id} = made.article_id
      order by ${articles.id}
      on conflict do nothing
      returning id`,
  }),
)
