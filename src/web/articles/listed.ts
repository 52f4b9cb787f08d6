import { and, eq, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { me } from '../../db/builder.ts'
import { articleMarks, articleSummaries, articles, sources } from '../../db/schema/index.ts'
import { rowFields } from '../../http/table-fields.ts'

/** So much of a text is read for the two sentences that a list shows of it, in characters. */
const READ = 3000

/** An article in a list of a page: where it is from, how it begins, and what the reader did with it. */
export const ListedArticle = z.object({
  ...rowFields(articles, ['id', 'title', 'link', 'language', 'published_at']),
  source: z.object(rowFields(sources, ['id', 'name'])),
  summary: z.string().nullable(),
  summary_raw: z.string().nullable(),
  ...rowFields(articleMarks, ['read_at', 'item_id']),
})
export type ListedArticle = z.infer<typeof ListedArticle>

const bestSummary = sql`(
  select ${articleSummaries.summary_text} from ${articleSummaries} where ${articleSummaries.article_id} = ${articles.id}
  order by ${articleSummaries.model} = 'extract', ${articleSummaries.updated_at} desc, ${articleSummaries.id} limit 1
)`

const fields: Record<keyof ListedArticle, SQL> = {
  id: sql`${articles.id}`,
  title: sql`${articles.title}`,
  link: sql`${articles.link}`,
  language: sql`${articles.language}`,
  published_at: sql`${articles.published_at}`,
  source: sql`json_build_object('id', ${sources.id}, 'name', ${sources.name})`,
  summary: bestSummary,
  summary_raw: sql`left(${articles.summary_raw}, ${sql.raw(String(READ))})`,
  read_at: sql`${articleMarks.read_at}`,
  item_id: sql`${articleMarks.item_id}`,
}

/** An article as a JSON `ListedArticle`, for a query of `articles` with `listedJoins`. */
export const listedJson = sql`json_build_object(${sql.join(
  Object.entries(fields).map(([name, value]) => sql`${sql.raw(`'${name}'`)}, ${value}`),
  sql`, `,
)})`

/** What `listedJson` reads beside the article. */
export const listedJoins = sql`
  join ${sources} on ${sources.id} = ${articles.source_id}
  left join ${articleMarks} on ${and(eq(articleMarks.article_id, articles.id), eq(articleMarks.user_id, me))}`
