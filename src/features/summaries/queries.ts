import { and, eq, exists } from 'drizzle-orm'
import { db } from '../../db/builder.ts'
import { articleSummaries, articles } from '../../db/schema/index.ts'
import { command, query } from '../../db/statement.ts'
import { Summary } from './schemas.ts'

interface SummaryId {
  /** The id of the article. */
  id: number
  model: string
}

interface GivenSummary extends SummaryId {
  summary_text: string
  tokens_used: number
}

const byId = ({ id, model }: SummaryId) =>
  and(eq(articleSummaries.article_id, id), eq(articleSummaries.model, model))

export const getSummary = query.one(
  'summaries.get',
  { returns: Summary, noun: 'summary', shared: true },
  (summary: SummaryId) => db.select().from(articleSummaries).where(byId(summary)),
)

/** Creates or replaces a summary. Summaries are shared by all readers, so only admins may write them. */
export const putSummary = command.one(
  'summaries.put',
  {
    returns: Summary,
    access: 'admin',
    versioned: (summary: GivenSummary) => ({ table: articleSummaries, where: byId(summary), upserts: true }),
    requires: ({ id }: GivenSummary) => [
      {
        holds: exists(db.select({ id: articles.id }).from(articles).where(eq(articles.id, id))),
        otherwise: { code: 'not_found', detail: 'There is no such article.' },
      },
    ],
  },
  ({ id, model, ...given }) =>
    db
      .insert(articleSummaries)
      .values({ article_id: id, model, ...given })
      .onConflictDoUpdate({ target: [articleSummaries.article_id, articleSummaries.model], set: given })
      .returning(),
)
