import { and, asc, desc, eq, getTableColumns, gt, inArray, not, or, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db, jsonRow, jsonRows, me, newestFirst } from '../../db/builder.ts'
import { JsonPage, jsonPage } from '../../db/page.ts'
import { articleMarks, articles, deliveries, items, sources, todos, users } from '../../db/schema/index.ts'
import { query } from '../../db/statement.ts'
import { briefOf, dayOf } from '../../features/briefs/brief-json.ts'
import { StoredBrief } from '../../features/briefs/schemas.ts'
import { Item } from '../../features/items/schemas.ts'
import { Mark } from '../../features/marks/schemas.ts'
import { Todo } from '../../features/todos/schemas.ts'
import { Reader, readerJson } from '../reader.ts'

const TodayData = z.object({
  reader: Reader,
  brief: StoredBrief,
  /** Open todos, and those completed within the last day. */
  todos: JsonPage(Todo),
  items: JsonPage(Item),
  /** Of the articles of this brief that were read or saved. */
  marks: z.array(Mark),
  has_sources: z.boolean(),
  has_articles: z.boolean(),
})
export type TodayData = z.infer<typeof TodayData>

/** Each of the lists beside the brief has at most so many bytes: a todo is written three times into the page. */
const MOST_BYTES = 100_000

// The newest come first: what a reader has just written down must not be what is left out.
const openTodos = (limit: number) =>
  db
    .select()
    .from(todos)
    .where(
      and(
        eq(todos.user_id, me),
        or(not(todos.completed), gt(todos.updated_at, sql`now() - interval '1 day'`)),
      ),
    )
    .orderBy(todos.completed, desc(todos.id))
    .limit(limit)

/** Beside the brief stands how a description begins: the whole of a long one would be most of the page. */
const beginning = sql<string | null>`case when octet_length(${items.description}) > 400
  then left(${items.description}, 200) || '…' else ${items.description} end`

const newestItems = (limit: number) =>
  db
    .select({ ...getTableColumns(items), description: beginning })
    .from(items)
    .where(eq(items.user_id, me))
    .orderBy(...newestFirst(items.created_at, items.id))
    .limit(limit)

/** What the reader did with the articles that were delivered on a date. */
const marksOf = (date: string | undefined) => {
  const day = dayOf(date)
  const delivered = db
    .with(day)
    .select({ article_id: deliveries.article_id })
    .from(day)
    .innerJoin(deliveries, and(eq(deliveries.user_id, me), eq(deliveries.delivery_date, day.date)))
  return db
    .select({
      article_id: articleMarks.article_id,
      read_at: articleMarks.read_at,
      item_id: articleMarks.item_id,
    })
    .from(articleMarks)
    .where(and(eq(articleMarks.user_id, me), inArray(articleMarks.article_id, delivered)))
}

// To see whether a table has rows, read the first one by index: a scan may pass many pages of deleted rows first.
const nextSource = db
  .select({ id: sources.id })
  .from(sources)
  .where(sql`${sources.is_active}`)
  .orderBy(sources.next_fetch_at)
  .limit(1)
const firstArticle = db.select({ id: articles.id }).from(articles).orderBy(asc(articles.id)).limit(1)

/**
 * The data of the first page, in one round trip.
 * @param params.date defaults to today in the caller's time zone
 * @param params.todos the most todos
 * @param params.items the most items
 */
export const readToday = query.one(
  'web.today',
  { returns: TodayData },
  (params: { date?: string | undefined; todos: number; items: number }) =>
    db
      .select({
        reader: readerJson,
        brief: jsonRow(briefOf(params.date)),
        todos: jsonPage(openTodos(params.todos), MOST_BYTES),
        items: jsonPage(newestItems(params.items), MOST_BYTES),
        marks: jsonRows(marksOf(params.date)),
        has_sources: sql<boolean>`${nextSource} is not null`,
        has_articles: sql<boolean>`${firstArticle} is not null`,
      })
      .from(users)
      .where(eq(users.id, me)),
)
