import { type SQL, sql } from 'drizzle-orm'
import { newestFirst } from '../../db/builder.ts'
import { articles, sources, users } from '../../db/schema/index.ts'
import { askedArticles, unpackedSearch } from '../briefs/asked-articles.ts'
import { asked } from '../briefs/choose.ts'
import { measured, n } from '../briefs/measure.ts'
import { past } from '../briefs/remember.ts'
import { SCORING } from '../briefs/scoring.ts'
import { countReceived, isReceived } from '../sources/received.ts'
import { languageOfMark, suggestionCtes, suggestionsJson } from './suggestions-query.ts'

/** A preview with its explanation may take so long of the database, in milliseconds; then it is answered `timed_out`. */
export const LONGEST_PREVIEW_MS = 3000

/** So many articles are looked at: of those that the words find, and of those that came last. */
const LOOKED_AT = SCORING.counted
/** So many sources are counted. */
const MOST_SOURCES = 100
/** So many of the articles that an exclusion kept away are named. */
const NAMED = 3

/** Whether a keyword excludes within: `jaguar -car`. A phrase may hold ` -` and exclude nothing. */
const EXCLUDES_WITHIN = sql.raw(String.raw`'^[^"]*("[^"]*"[^"]*)*\s-'`)
const WITHIN = sql.raw(String.raw`'("[^"]*")|\s-("[^"]*"|[^\s"]+)'`)

const isInWindow = (published_at: SQL) =>
  sql`${published_at} > moment.hour - ${sql.raw(`interval '${SCORING.wide_window_hours} hours'`)}
    and ${published_at} <= moment.now`

/** Only articles of sources that the reader gets. `offset 0` keeps the planner from walking all sources. */
const ofReceivedSource = sql`
  cross join lateral (
    select from ${sources} where ${sources.id} = article.source_id and ${isReceived} offset 0
  ) source`

/**
 * `given`: each keyword with what it asks for, what it keeps away as a whole (`unwanted`), and what it would ask for if it
 * excluded nothing (`wanted`); and `unbound`: the topic as if it excluded nothing.
 */
const given = sql`
  given as materialized (
    select nth, keyword, query,
      case when keyword like '-%' then keyword_query(ltrim(keyword, '-'), due.language, true) end as unwanted,
      case when keyword like '-%' then null
        when keyword ~ ${EXCLUDES_WITHIN} then keyword_query(regexp_replace(keyword, ${WITHIN}, '\\1', 'g'), due.language)
        else query end as wanted
    from due cross join lateral unnest(due.keywords, due.keyword_queries) with ordinality as given (keyword, query, nth)
    union all
    -- What the reader has muted for all topics comes after the topic's own.
    select 10000 + nth, '-' || word, null, keyword_query(word, due.language, true), null
    from due join ${users} on ${users.id} = due.user_id
      cross join lateral jsonb_array_elements_text(${users.muted_words}) with ordinality as muted (word, nth)
  ),
  unbound as materialized (
    select '{}'::tsquery[] as exclusions,
      case when exists (select from given where wanted is distinct from query)
        then gather_queries(array(select wanted from given where wanted is not null order by nth))
        else due.searches end as searches
    from due
  )`

/** `looked`: the newest articles that the words find, exclusions or not; and `judged`: the same with what speaks against them. */
const judged = sql`
  looked as materialized (
    select article.*
    from (
        select article.* from unbound as due cross join moment cross join lateral (
          ${askedArticles(sql`${articles.id}, ${articles.source_id}, ${articles.title}, ${articles.tags}, ${articles.published_at}, ${articles.search}`)}
        ) article
        where ${isInWindow(sql`article.published_at`)}
        order by article.published_at desc, article.id desc limit ${n(LOOKED_AT)}
      ) article ${ofReceivedSource}
  ),
  judged as materialized (
    select articles.*, says.is_asked, says.unwanted_by, says.but_for, is_asked and unwanted_by is null as is_kept
    from looked as articles
      cross join lateral (select ${unpackedSearch} offset 0) found
      cross join lateral (
        select coalesce(bool_or(found.search @@ query), false) as is_asked,
          array_agg(nth) filter (where found.search @@ unwanted) as unwanted_by,
          array_agg(nth) filter (where found.search @@ wanted and not found.search @@ query) as but_for
        from given
      ) says
  )`

/** `weighed`: of those that may still be delivered, whether their evidence is enough, and which keywords each holds. */
const weighed = sql`
  weighed as materialized (
    select measured.tenths >= asked.floor as is_enough,
      case when measured.tenths < asked.floor then array(select nth from given where measured.search @@ query) end as held
    from due join taste using (user_id)
      cross join moment
      cross join lateral (${past}) past
      cross join lateral (${asked}) asked
      cross join lateral (select * from (${measured}) measured limit ${n(LOOKED_AT)}) measured
  )`

/** The language of an article: its feed's, else the one that its title's stems are marked with. */
const languageOf = sql`
  coalesce(
    nullif(article.language, 'simple'),
    case when article.title !~ spaceless_run()
      then (${languageOfMark(sql`substring(ts_filter(article.search, '{a}')::text from '''~(..)')`)}) end,
    'simple')`

/** `recent`: the newest articles of all that the reader gets, with the words of their titles and tags. */
const recent = sql`
  recent as materialized (
    select article.source_id, article.tags, ts_filter(article.search, '{a,b}') as words, ${languageOf} as language
    from (
        select ${articles.source_id}, ${articles.title}, ${articles.tags}, ${articles.language}, ${articles.search}
        from ${articles}, moment where ${isInWindow(sql`${articles.published_at}`)}
        order by ${sql.join(newestFirst(articles.published_at, articles.id), sql`, `)} limit ${n(LOOKED_AT)}
      ) article ${ofReceivedSource}
  )`

/** CTEs after those of `choose`, for the one topic of `due`, which must have its `language` too. */
export const explanationCtes = sql`${given}, ${judged}, ${weighed}, ${recent}, ${suggestionCtes}`

const languagesJson = sql`(
  select coalesce(json_agg(json_build_object('language', language, 'articles', articles, 'sources', sources)
    order by articles desc, language), '[]')
  from (
    select language, count(*) as articles, count(distinct source_id) as sources from recent group by language
  ) counted
)`

const weakJson = sql`(
  select coalesce(json_object_agg(keyword, many), '{}') from (
    select given.keyword, count(*) as many
    from weighed join given on given.nth = any (weighed.held) group by given.keyword
  ) counted
)`

const exclusionsJson = sql`(
  select coalesce(json_agg(json_build_object('keyword', keyword, 'articles', many, 'newest', coalesce(newest, '{}')) order by nth), '[]')
  from (
    select given.nth, given.keyword, count(judged.id) as many, (
        array_agg(json_build_object('id', judged.id, 'title', judged.title) order by judged.published_at desc, judged.id desc)
          filter (where judged.id is not null)
      )[1 : ${n(NAMED)}] as newest
    from given left join judged
      on judged.is_asked and given.nth = any (judged.unwanted_by) or not judged.is_asked and given.nth = any (judged.but_for)
    where given.unwanted is not null or given.wanted is distinct from given.query
    group by given.nth, given.keyword
  ) counted
)`

/** How the choice came about, as JSON; without a language for a topic that asks for nothing. */
export const explanationJson: SQL = sql`(
  select json_build_object(
    'language', (select due.language from due),
    'open_places', (select cardinality(past.open_places) from due cross join lateral (${past}) past),
    'sources', ${countReceived(MOST_SOURCES)},
    'languages', ${languagesJson},
    'found', (select count(*) from judged),
    'kept', (select count(*) from judged where is_kept),
    'enough', (select count(*) from weighed where is_enough),
    'too_weak', (select count(*) from weighed where not is_enough),
    'weak', ${weakJson},
    'exclusions', ${exclusionsJson},
    'suggestions', ${suggestionsJson}
  )
)`
