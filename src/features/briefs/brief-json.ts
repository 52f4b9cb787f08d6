import { and, asc, desc, eq, getTableColumns, inArray, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { db, jsonObject, jsonRowOrNull, jsonRows, me } from '../../db/builder.ts'
import {
  articleSummaries,
  articles,
  briefs,
  deliveries,
  deliveryReports,
  feedback,
  sources,
  topics,
  users,
} from '../../db/schema/index.ts'
import type { AlsoIn } from './schemas.ts'
import type { ScoreParts } from './scoring.ts'

/** The parts of a delivery's score: builds write all of them and nothing else. */
export const scoreParts = (column: SQLWrapper) => sql<ScoreParts>`${column}`

/** The ids of the other reports of a delivery's story. */
export const otherReports = (delivery_id: SQLWrapper) => sql<number[]>`
  array(
    select ${deliveryReports.article_id} from ${deliveryReports}
    where ${deliveryReports.delivery_id} = ${delivery_id} order by ${deliveryReports.id}
  )`

const report = alias(articles, 'report')
const teller = alias(sources, 'teller')

/** Articles as "also in" shows them, of an array of their ids. */
export const alsoInJson = (ids: SQLWrapper) => sql<AlsoIn[]>`(
  select coalesce(json_agg(${jsonObject({
    article_id: report.id,
    title: report.title,
    link: report.link,
    source_name: teller.name,
  })} order by given.nth), '[]')
  from unnest(${ids}) with ordinality as given (id, nth)
    join ${articles} report on ${report.id} = given.id
    join ${sources} teller on ${teller.id} = ${report.source_id}
)`

/** A model's summary goes before the extract, and a newer one before an older. */
const bestSummary = db
  .select({ text: articleSummaries.summary_text, model: articleSummaries.model })
  .from(articleSummaries)
  .where(eq(articleSummaries.article_id, articles.id))
  .orderBy(sql`${articleSummaries.model} = 'extract'`, desc(articleSummaries.updated_at), articleSummaries.id)
  .limit(1)

/**
 * An article with its source and its best summary as JSON, for a query of `articles` joined with `sources`.
 * @param summary_raw its text, where that would be too much of it
 */
export const articleWith = (summary_raw: SQL<string | null>) =>
  jsonObject({
    id: articles.id,
    title: articles.title,
    link: articles.link,
    summary_raw,
    author: articles.author,
    tags: articles.tags,
    language: sql<string>`${articles.language}`,
    published_at: articles.published_at,
    source: jsonObject({ id: sources.id, name: sources.name, url: sources.url }),
    summary: jsonRowOrNull(bestSummary),
  })
export const articleJson = articleWith(sql`${articles.summary_raw}`)

/** The beginning of an article's text where it has no summary yet: enough for an extract. */
export const articleToExtract = articleWith(sql`
  case when not exists ${bestSummary} then left(${articles.summary_raw}, 4000) end`)

/** Whose brief it is, and what of its articles' texts it tells. */
interface BriefReader {
  id: SQL<number>
  articleOf: (shown: Shown) => typeof articleJson
}
const CALLER: BriefReader = {
  id: me,
  articleOf: (shown) =>
    articleWith(sql`
      case when ${shown.id} = any (array${withText(shown)}) then ${articles.summary_raw} end`),
}

/** The rows of the CTE `below` as JSON. */
export const belowJson = sql`(
  select coalesce(json_agg(json_build_object(
    'matched_keywords', below.matched_keywords, 'found_in', below.found_in, 'article', ${articleJson}
  ) order by below.nth), '[]')
  from below
    join ${articles} on ${articles.id} = below.article_id
    join ${sources} on ${sources.id} = ${articles.source_id}
)`

/**
 * The caller's date with what is known of its brief. This and `shownOf` are CTEs, so that the build can put others in
 * their place: a statement does not see the rows that it inserts itself.
 * @param date a parameter; without one it is today, where the caller lives
 */
export const dayOf = (date?: string | SQL | undefined, { id }: BriefReader = CALLER) => {
  const day = date === undefined ? sql`(now() at time zone ${users.time_zone})::date` : sql`${date}::date`
  return db.$with('day').as(
    db
      .select({
        date: sql<string>`${day}`.as('date'),
        time_zone: users.time_zone,
        built_at: briefs.created_at,
      })
      .from(users)
      .leftJoin(briefs, and(eq(briefs.user_id, users.id), eq(briefs.delivery_date, day)))
      .where(eq(users.id, id)),
  )
}
type Day = ReturnType<typeof dayOf>

/** The caller's deliveries of a date. */
export const shownOf = (day: Day, { id }: BriefReader = CALLER) =>
  db.$with('shown').as(
    db
      .select({ ...getTableColumns(deliveries), also_in: otherReports(deliveries.id).as('also_in') })
      .from(deliveries)
      .where(
        and(
          eq(deliveries.user_id, id),
          eq(deliveries.delivery_date, db.select({ date: day.date }).from(day)),
        ),
      ),
  )
type Shown = ReturnType<typeof shownOf>

/** Bytes of the texts in one brief, from its first topic on; of the articles behind those only the text is left out. */
const MOST_TEXT = 300_000

/** The ids of the deliveries whose texts fit. It is the same for every row, so it is asked once. */
const withText = (shown: Shown) => {
  const bytes = sql`sum(coalesce(octet_length(${articles.summary_raw}), 0)) over (order by ${shown.topic_id}, ${shown.position})`
  const sized = db
    .select({ id: shown.id, bytes: bytes.as('bytes') })
    .from(shown)
    .innerJoin(articles, eq(articles.id, shown.article_id))
    .as('sized')
  return db
    .select({ id: sized.id })
    .from(sized)
    .where(sql`${sized.bytes} <= ${sql.raw(String(MOST_TEXT))}`)
}

/** The deliveries of a row of `topics`, best first. */
const deliveriesOfTopic = (shown: Shown, article: typeof articleJson) =>
  db
    .select({
      id: shown.id,
      position: shown.position,
      score: shown.score,
      score_parts: scoreParts(shown.score_parts),
      matched_keywords: shown.matched_keywords,
      found_in: shown.found_in,
      update_of: shown.update_of,
      also_in: alsoInJson(shown.also_in),
      feedback: sql<{ rating: 'up' | 'down'; comment: string | null } | null>`
        case when ${feedback.id} is not null
          then ${jsonObject({ rating: feedback.rating, comment: feedback.comment })} end`,
      article,
    })
    .from(shown)
    .innerJoin(articles, eq(articles.id, shown.article_id))
    .innerJoin(sources, eq(sources.id, articles.source_id))
    .leftJoin(feedback, eq(feedback.delivery_id, shown.id))
    .where(eq(shown.topic_id, topics.id))
    .orderBy(shown.position)

/** Every active topic of the caller's, and any other that has deliveries that day. */
const topicsWith = (shown: Shown, { id, articleOf }: BriefReader) =>
  db
    .select({
      topic_id: topics.id,
      name: topics.name,
      deliveries: jsonRows(deliveriesOfTopic(shown, articleOf(shown))),
    })
    .from(topics)
    .where(
      and(
        eq(topics.user_id, id),
        or(topics.is_active, inArray(topics.id, db.select({ topic_id: shown.topic_id }).from(shown))),
      ),
    )
    .orderBy(asc(topics.name), topics.id)

/** What a brief says, for a query of `day`. */
export const briefFields = (day: Day, shown: Shown, reader: BriefReader = CALLER) => ({
  date: day.date,
  time_zone: day.time_zone,
  built_at: day.built_at,
  topics: jsonRows(topicsWith(shown, reader)),
})

/** The caller's brief of a date, to be given to `completeBrief`. */
export const briefOf = (date?: string | undefined) => {
  const day = dayOf(date)
  const shown = shownOf(day)
  return db.with(day, shown).select(briefFields(day, shown)).from(day)
}

/**
 * The brief that a message is about, for a statement of the service itself. What feeds wrote is cut, so that the briefs of
 * several readers fit into one answer.
 * @param user_id and date columns of the statement around it
 */
export const briefOfReader = (user_id: SQL<number>, date: SQL) => {
  const reader = { id: user_id, articleOf: () => articleToExtract }
  const day = dayOf(date, reader)
  const shown = shownOf(day, reader)
  return db
    .with(day, shown)
    .select(briefFields(day, shown, reader))
    .from(day)
}
