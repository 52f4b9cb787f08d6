import { type SQL, sql } from 'drizzle-orm'
import { articles, sources } from '../../db/schema/index.ts'
import { LANGUAGES } from '../../db/schema/languages.ts'
import { askedArticles } from '../briefs/asked-articles.ts'
import { n } from '../briefs/measure.ts'
import { isReceived } from '../sources/received.ts'

/** The most words that are suggested. */
const MOST_SUGGESTIONS = 8
/** So many of the newest matches are read; with fewer than `FEW` in the window, also those of the last month. */
const READ = 200
const FEW = 10
const MONTH = sql`moment.hour - interval '30 days'`
/** Of a month's matches so many are looked at for the newest. */
const LOOKED_AT = 2000
/** A word must stand in so many of the matches, and be so many times as frequent there as in all recent articles. */
const LEAST_ARTICLES = 2
const LEAST_LIFT = 2
/** Added to the number of recent articles that hold a word, so that a rare one is not the first by chance. */
const DAMPING = 5
/** So many of the best are spelled out and compared with the keywords. */
const CANDIDATES = 24
/** Titles in which the spelling of a word is looked up, and characters of each with its tags. */
const TEXTS = 3
const TEXT = 800

/**
 * The words of an article's title and tags, each once: stems of three letters at least, which have no stop words among them,
 * and tags of several words or of a script without spaces as a whole.
 */
const unitsOf = (row: string) => sql`
  select unit from unnest(tsvector_to_array(${sql.raw(row)}.words)) unit
  where unit ~ '^~[a-z]{2}[[:alnum:]]+$' and unit ~ '^~..[[:alnum:]]*[[:alpha:]]{3}'
  union
  select lower(tag) from jsonb_array_elements_text(${sql.raw(row)}.tags) tag
  where length(tag) <= 40 and (tag ~ '^[[:alnum:]]+( [[:alnum:]]+){1,3}$' or tag ~ ('^' || spaceless_run() || '{2,}$'))`

/** The words of all keywords, exclusions too, as written and as stems of the topic's language. */
const givenWords = sql`
  select search_words(spell_otherwise(coalesce(string_agg(translate(given.keyword, '"*-', '   '), ' '), '')), due.language)
  from given`

/** The language whose stems are marked with these two letters. */
export const languageOfMark = (mark: SQL) => sql`
  select language from unnest(${sql.raw(`'{${LANGUAGES.join(',')}}'::text[]`)}) language
  where left(language, 2) = ${mark} limit 1`

/** How titles and tags write a stem: in most of them, and best in small letters. */
const spelling = sql`
  select word
  from unnest(scored.texts) text cross join lateral regexp_matches(text, '[[:alnum:]]+', 'g') matched (part)
    cross join lateral (select part[1] as word, fold_text(part[1]) as folded offset 0) written
  where left(folded, 3) = substr(scored.unit, 4, 3)
    and search_words(folded, scored.language) @@ quote_literal(scored.unit)::tsquery
  group by word order by count(*) desc, word = lower(word) desc, word limit 1`

/**
 * `suggested`: words that stand beside the topic's, with how many times as frequent they are there as elsewhere; neither
 * words of its keywords and exclusions, nor such as these find already.
 */
export const suggestionCtes = sql`
  basis as materialized (
    select title, tags, words, published_at from (
      select title, tags, ts_filter(search, '{a,b}') as words, published_at, id from judged where is_kept
      union all
      select far.title, far.tags, ts_filter(far.search, '{a,b}'), far.published_at, far.id
      from (
        select article.*
        from due cross join lateral (
            select days_query(${MONTH}, moment.hour - interval '72 hours') as days, moment.hour from moment
            where (select count(*) from judged where is_kept) < ${n(FEW)}
          ) moment cross join lateral (
            ${askedArticles(sql`${articles.id}, ${articles.source_id}, ${articles.title}, ${articles.tags}, ${articles.published_at}, ${articles.search}`)}
          ) article
        where article.id not in (select id from judged)
        limit ${n(LOOKED_AT)}
      ) far cross join lateral (
        select from ${sources} where ${sources.id} = far.source_id and ${isReceived} offset 0
      ) source
    ) matches
    order by published_at desc, id desc limit ${n(READ)}
  ),
  scored as materialized (
    select beside.*, known.language, (beside.articles::float8 / beside.of) / ((coalesce(everywhere.articles, 0) + ${n(DAMPING)})::float8
        / ((select count(*) from recent) + ${n(DAMPING)})) as lift
    from (
        select unit, count(*) as articles, (select count(*) from basis) as of,
          (array_agg(left(title || ' ' || tags::text, ${n(TEXT)}) order by published_at desc))[1 : ${n(TEXTS)}] as texts
        from basis cross join lateral (${unitsOf('basis')}) units
        group by unit having count(*) >= ${n(LEAST_ARTICLES)}
      ) beside
      left join (
        select unit, count(*) as articles from recent cross join lateral (${unitsOf('recent')}) units group by unit
      ) everywhere using (unit)
      left join lateral (${languageOfMark(sql`substr(beside.unit, 2, 2)`)}) known on beside.unit like '~%'
    order by lift desc, beside.articles desc, unit limit ${n(CANDIDATES)}
  ),
  suggested as materialized (
    select distinct on (fold_text(word)) word, articles, lift
    from due cross join lateral (${givenWords}) given_words (words)
      cross join scored
      cross join lateral (
        select case when unit like '~%' then (${spelling}) else unit end as word offset 0
      ) spelled
      cross join lateral (
        select article_search_vector(coalesce(scored.language, due.language), word, '[]', null) as search offset 0
      ) alone
    where lift >= ${n(LEAST_LIFT)} and length(word) <= 40
      and not given_words.words @@ quote_literal(unit)::tsquery and not given_words.words @@ quote_literal(fold_text(word))::tsquery
      and not exists (select from unnest(due.searches || due.exclusions) part where alone.search @@ part)
    order by fold_text(word), articles desc
  )`

/** The best of them, without the words of a tag that is among them as a whole. */
export const suggestionsJson = sql`(
  select coalesce(json_agg(json_build_object('word', word, 'articles', articles, 'lift', round(lift::numeric, 1))
    order by lift desc, articles desc, word), '[]')
  from (
    select * from suggested where not exists (
      select from suggested longer
      where longer.articles >= suggested.articles and longer.word like '% %'
        and lower(suggested.word) = any (string_to_array(longer.word, ' '))
    )
    order by lift desc, articles desc, word limit ${n(MOST_SUGGESTIONS)}
  ) best
)`
