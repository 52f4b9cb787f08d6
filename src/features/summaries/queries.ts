import { sql } from 'drizzle-orm'
import { articleSummaries, articles } from '../../db/schema/index.ts'
import { one } from '../../db/statement.ts'
import type { Summary } from './schemas.ts'

const p = sql.placeholder

const found = sql`${articleSummaries.article_id} = ${p('id')}::bigint and ${articleSummaries.model} = ${p('model')}`

export const getSummary = one<{ id: number; model: string }, Summary>('summaries.get', {
  shared: true,
  noun: 'summary',
  work: sql`
    select ${articleSummaries}.* from ${articleSummaries}, caller
    where ${found}`,
})

/** Sets or replaces. It is shared by all readers, so only an admin may. */
export const putSummary = one<
  { id: number; model: string; summary_text: string; tokens_used: number },
  Summary
>('summaries.put', {
  access: 'admin',
  noun: 'article',
  guards: { table: articleSummaries, where: found, upserts: true },
  work: sql`
    insert into ${articleSummaries} (article_id, model, summary_text, tokens_used)
    select ${articles.id}, ${p('model')}, ${p('summary_text')}, ${p('tokens_used')}::int
    from ${articles}, caller where ${articles.id} = ${p('id')}::bigint
    on conflict (article_id, model) do update set
      summary_text = excluded.summary_text, tokens_used = excluded.tokens_used
    returning ${articleSummaries}.*`,
})
