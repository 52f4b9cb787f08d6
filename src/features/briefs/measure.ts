import { sql } from 'drizzle-orm'
import { articles, sources } from '../../db/schema/index.ts'
import { askedArticles, unpackedSearch } from './asked-articles.ts'
import { SCORING } from './scoring.ts'

/** A number of `SCORING` as SQL. */
export const n = (constant: number) => sql.raw(String(constant))
export const float = (constant: number) => sql.raw(`${constant}::float8`)

const { evidence } = SCORING

const found = (places: string) => sql.raw(`ts_filter(article.search, '{${places}}') @@ given.query`)

/** What a keyword counts, in tenths, of an article that has it. What takes time is asked last. */
const tenths = sql`
  least(besides + case
    when title.words @@ given.query then case when ${found('b,c')} or not article.has_text then ${n(evidence.two_places)} else ${n(evidence.title)} end
    when article.has_tags and ${found('b')} then case when ${found('c')} then ${n(evidence.two_places)} else ${n(evidence.tags)} end
    else ${n(evidence.text)}
  end, ${n(evidence.two_places)})`

/** What is asked of an article that may be chosen. */
export const candidateColumns = sql`
  ${articles.id}, ${articles.source_id}, ${articles.story_bits}, ${articles.title_bits}, ${articles.published_at},
  ${unpackedSearch}, octet_length(${articles.summary_raw}) > ${n(SCORING.short_text)} is true as has_text,
  ${articles.tags} <> '[]' as has_tags`

/** A join that weighs the evidence of `article`, in `found.tenths`. */
export const weighed = sql`
  cross join lateral (select ts_filter(article.search, '{a}') as words offset 0) title
  cross join lateral (
    select least(sum(${tenths}), ${n(evidence.most)})::int as tenths
    from unnest(due.keyword_queries, asked.besides) as given (query, besides)
    where article.search @@ given.query
  ) found`

export const recencyOf = (row: string) => sql`
  power(0.5, greatest(0, extract(epoch from moment.hour - ${sql.raw(row)}.published_at)::float8)
    / ${float(3600 * SCORING.half_life_hours)})`

/** What the reader's thumbs say of the source of a row, as a factor around 1. */
export const thumbsOf = (row: string) =>
  sql`1 + coalesce((taste.sources ->> ${sql.raw(row)}.source_id::text)::float8, 0)`

/** All that is cheap to tell of a candidate; the best are those with the highest. */
export const cheapScore = sql`tenths * recency * credibility * source_thumbs`

/** `credibility` and `source_thumbs` of the source of a row. `offset 0` keeps the planner from walking all sources. */
export const sourceOf = (row: string) => sql`
  select ${float(SCORING.least_credibility)} + ${float(1 - SCORING.least_credibility)} * ${sources.credibility_score} as credibility,
    ${thumbsOf(row)} as source_thumbs
  from ${sources}
  where ${sources.id} = ${sql.raw(row)}.source_id and ${sources.is_active} and ${sources.credibility_score} > 0 offset 0`

/** What of the articles that were found may be chosen. */
export const isOpen = (row: string) => sql`
  ${sql.raw(row)}.published_at > moment.hour - ${sql.raw(`interval '${SCORING.wide_window_hours} hours'`)}
    and ${sql.raw(row)}.published_at <= moment.now
    and ${sql.raw(row)}.id <> all (past.article_ids)
    and ${sql.raw(row)}.source_id <> all (taste.hidden)`

/** Every article that a topic of `due` may get, with its evidence in tenths and what else is cheap to tell. */
export const measured = sql`
  select article.*, found.tenths, ${recencyOf('article')} as recency, source.credibility, source.source_thumbs
  from (${askedArticles(candidateColumns)}) article
    cross join lateral (${sourceOf('article')}) source
    ${weighed}
  where ${isOpen('article')}`
