import { sql } from 'drizzle-orm'
import {
  articleSummaries,
  articles,
  deliveries,
  summaryAttempts,
  summaryBudgets,
} from '../db/schema/index.ts'
import { many, one, value } from '../db/statement.ts'
import type { SummaryInput } from './summariser.ts'

const p = sql.placeholder

/** Articles so old are not delivered any more (72 hours), so those delivered since have been published since. */
const FRESH = sql.raw(`interval '4 days'`)

/** After so many answers that were the article's fault it is left to its extract, until its text changes. */
export const MOST_ATTEMPTS = 3

/** Delivered articles that a model has not summarised: those never tried, newest first, then those not tried for longest. */
export const listUnsummarised = many<{ model: string; limit: number }, SummaryInput & { article_id: number }>(
  'summaries.list_missing',
  {
    access: 'service',
    work: sql`
    select ${articles.id} as article_id, ${articles.title}, ${articles.summary_raw} from ${articles}
      left join ${summaryAttempts} on ${summaryAttempts.article_id} = ${articles.id}
        and ${summaryAttempts.model} = ${p('model')}
    where ${articles.published_at} > now() - ${FRESH} and ${articles.summary_raw} is not null
      and (coalesce(${summaryAttempts.attempts}, 0) < ${sql.raw(String(MOST_ATTEMPTS))}
        or ${articles.updated_at} > ${summaryAttempts.updated_at})
      and exists (select from ${deliveries} where ${deliveries.article_id} = ${articles.id})
      and not exists (
        select from ${articleSummaries}
        where ${articleSummaries.article_id} = ${articles.id} and ${articleSummaries.model} = ${p('model')}
      )
    order by ${summaryAttempts.updated_at} nulls first, ${articles.published_at} desc, ${articles.id}
    limit ${p('limit')}::int`,
  },
)

/** Notes that a model was asked in vain for some articles (JSON array of ids), and how much of that was their own fault. */
export const noteAttempts = value<{ model: string; article_ids: string; attempts: number }, number>(
  'summaries.note_attempts',
  {
    access: 'service',
    with: sql`
    noted as (
      insert into ${summaryAttempts} (article_id, model, attempts)
      select ${articles.id}, ${p('model')}, ${p('attempts')}::int
      from jsonb_array_elements_text(${p('article_ids')}::jsonb) as tried (id)
        join ${articles} on ${articles.id} = tried.id::bigint
      order by ${articles.id}
      on conflict (article_id, model) do update set
        attempts = summary_attempts.attempts + excluded.attempts, updated_at = now()
      returning id
    )`,
    work: sql`select to_json(count(*)) as value from noted`,
  },
)

/** Stores summaries of a model (JSON array of article_id, text, tokens_used); those that are there stay. */
export const storeSummaries = value<{ model: string; summaries: string }, number>('summaries.store', {
  access: 'service',
  with: sql`
    stored as (
      insert into ${articleSummaries} (article_id, model, summary_text, tokens_used)
      select ${articles.id}, ${p('model')}, made.text, made.tokens_used
      from jsonb_to_recordset(${p('summaries')}::jsonb) as made (article_id bigint, text text, tokens_used int)
        join ${articles} on ${articles.id} = made.article_id
      order by ${articles.id}
      on conflict do nothing
      returning id
    )`,
  work: sql`select to_json(count(*)) as value from stored`,
})

/** Reserves tokens of today's budget (UTC); null when they do not fit into it any more. */
export const reserveTokens = one<{ tokens: number; most: number }, { tokens_used: number } | null>(
  'summaries.reserve',
  {
    access: 'service',
    work: sql`
      insert into ${summaryBudgets} (day, tokens_used)
      select (now() at time zone 'UTC')::date, ${p('tokens')}::int where ${p('tokens')}::int <= ${p('most')}::int
      on conflict (day) do update set tokens_used = summary_budgets.tokens_used + excluded.tokens_used
        where summary_budgets.tokens_used + excluded.tokens_used <= ${p('most')}::int
      returning tokens_used`,
  },
)

/** Gives back what a call did not take of its reservation, or adds what it took beyond. */
export const settleTokens = one<{ difference: number }, { tokens_used: number } | null>('summaries.settle', {
  access: 'service',
  work: sql`
    update ${summaryBudgets} set tokens_used = greatest(0, tokens_used + ${p('difference')}::int)
    where day = (now() at time zone 'UTC')::date returning tokens_used`,
})
