import { type SQL, sql } from 'drizzle-orm'
import { articles, deliveries, deliveryReports } from '../../db/schema/index.ts'
import { askedArticles, unpackedSearch } from './asked-articles.ts'
import { closeness, meaning, question } from './meaning.ts'
import { cheapScore, float, measured, n } from './measure.ts'
import { past, taste } from './remember.ts'
import { SCORE_PARTS, SCORING } from './scoring.ts'

const hours = (constant: number) => sql.raw(`interval '${constant} hours'`)

/**
 * `moment`: when this is, the full hour by which ages are counted, so that within it nothing changes, and the days that
 * the window touches as a query, so that the search index itself passes over older articles.
 */
export const momentCte = (now: SQL) => sql`
  moment as materialized (
    select given as now, hour, days_query(hour - ${hours(SCORING.wide_window_hours)}, given) as days
    from (select ${now}) as clock (given), date_trunc('hour', given, 'UTC') hour
  )`

/** The best candidates by all that is cheap to tell. */
export const found = sql`
  select * from (${measured}) measured
  where tenths >= asked.floor
  order by ${cheapScore} desc, published_at desc, id
  limit ${n(SCORING.candidates)}`

/** The words of a candidate's title that the reader's thumbs know, as a factor around 1. */
const wordThumbs = sql`
  case when taste.words = '{}' then 1 else 1 + greatest(-${float(SCORING.most_by_words)}, least(${float(SCORING.most_by_words)}, coalesce((
    select sum((taste.words ->> stem)::float8)
    from unnest(tsvector_to_array(ts_filter(found.search, '{a}'))) stem where taste.words ? stem
  ), 0))) end`

/** The same with all parts of their scores but `story`, ranked; `plain` is the score without taste. */
const ranked = sql`
  select scored.*, (row_number() over (order by score desc, published_at desc, id))::int as rank
  from (
    select *, meaning * evidence * recency * credibility as plain,
      meaning * evidence * recency * credibility * word_thumbs * source_thumbs * keyword_thumbs as score,
      evidence * credibility * case when has_text then 1 else ${float(SCORING.without_text)} end as merit
    from (
      select found.*, tenths / 10::float8 as evidence, ${meaning} as meaning, ${wordThumbs} as word_thumbs,
        1 + case when taste.keywords = '{}' then 0 else coalesce((
          select avg(coalesce((taste.keywords ->> keyword)::float8, 0))
          from unnest(due.keywords, due.keyword_queries) as given (keyword, query) where found.search @@ query
        ), 0) end as keyword_thumbs
      from (select found.*, ${closeness} as closeness from found) found
    ) parts
  ) scored`

/** Pairs of candidates that have something in common. */
const alike = sql`
  select array_agg(better order by worse, better) as better, array_agg(worse order by worse, better) as worse,
    array_agg(likeness order by worse, better) as likenesses
  from (
    select a.rank as better, b.rank as worse,
      story_likeness(a.story_bits, a.title_bits, b.story_bits, b.title_bits) as likeness
    from ranked a join ranked b on b.rank > a.rank offset 0
  ) pairs
  where likeness >= ${float(SCORING.nearness)}`

const lists = sql`
  select array_agg(source_id order by rank) as sources, array_agg(score order by rank) as scores,
    array_agg(plain order by rank) as plain_scores, array_agg(merit order by rank) as merits,
    array_agg(published_at order by rank) as moments,
    array_agg(published_at > moment.hour - ${hours(SCORING.window_hours)} order by rank) as are_recent,
    array_agg(story_bits order by rank) as stories, array_agg(title_bits order by rank) as titles
  from ranked`

const parts = sql.raw(SCORE_PARTS.map((part) => `'${part}', ${part}`).join(', '))
const product = sql.raw(SCORE_PARTS.join(' * '))

/** The first keywords that found an article, and the best place in which each was found. */
const foundIn = (row: string) => sql`
  select coalesce(jsonb_agg(keyword order by nth), '[]') as keywords,
    jsonb_strip_nulls(jsonb_build_object(
      'title', jsonb_agg(keyword order by nth) filter (where place = 1),
      'tags', jsonb_agg(keyword order by nth) filter (where place = 2),
      'text', jsonb_agg(keyword order by nth) filter (where place = 3)
    )) as places
  from (
    select keyword, nth, case
      when ts_filter(${sql.raw(row)}.search, '{a}') @@ query then 1 when ts_filter(${sql.raw(row)}.search, '{b}') @@ query then 2 else 3
    end as place
    from unnest(due.keywords, due.keyword_queries) with ordinality as given (keyword, query, nth)
    where ${sql.raw(row)}.search @@ query order by nth limit ${n(SCORING.named_keywords)}
  ) keywords`

/** Of a topic's keywords: how many tenths each counts besides, and what evidence an article must have. */
export const asked = sql`
  select array_agg(case when keyword ~ ('\\s|' || spaceless_run() || '{4}') then ${n(SCORING.evidence.several_words)} else 0 end
      order by nth) as besides,
    case
      when count(query) > 2 then ${n(SCORING.floor.more)} when count(query) = 2 then ${n(SCORING.floor.two_keywords)} else 0
    end as floor
  from unnest(due.keywords, due.keyword_queries) with ordinality as given (keyword, query, nth)`

/**
 * A row for each empty place that can be filled of each topic.
 * @param given.due the topics, by the name `due`
 * @param given.pool a join after `moment`, if candidates need one
 * @param given.candidates what may be chosen from, the columns of `found`
 */
export const choiceFrom = ({ due, pool, candidates }: { due: SQL; pool: SQL; candidates: SQL }) => sql`
    select due.user_id, due.topic_id, due.delivery_date, choice.*
    from ${due} join taste using (user_id)
      cross join moment ${pool}
      cross join lateral (${past}) past
      cross join lateral (${asked}) asked
      left join lateral (${question}) question on true
      cross join lateral (
        with found as (${candidates}),
          ranked as (${ranked}),
          alike as (${alike}),
          lists as (${lists}),
          told as (
            select picked.place as position, picked.update_of, ranked.*, picked.place = ${n(SCORING.places)} as is_plain,
              1 + ${float(SCORING.story.per_teller)} * (least(picked.tellers, ${n(SCORING.story.most_tellers)}) - 1) as story,
              array(select other.id from ranked other where other.rank = any (picked.reports) order by other.rank) as also_in
            from lists, alike, pick_stories(lists.sources, lists.scores, lists.plain_scores, lists.merits, lists.moments,
                lists.are_recent, lists.stories, lists.titles, alike.better, alike.worse, alike.likenesses,
                past.sources_today, past.stories, past.titles, past.dates, past.moments, due.delivery_date,
                past.open_places, ${n(SCORING.places)}, ${n(SCORING.per_source)}, ${float(SCORING.story.per_teller)},
                ${n(SCORING.story.most_tellers)}, ${float(SCORING.likeness)}, ${float(SCORING.follows)},
                ${float(SCORING.news)}) picked
              join ranked on ranked.rank = picked.rank
          )
        select id as article_id, position, ${product} as score, jsonb_build_object(${parts}) as score_parts,
          keywords as matched_keywords, places as found_in, update_of, also_in
        from (
          select told.id, told.position, told.update_of, told.also_in, told.search, story, meaning, recency, evidence, credibility,
            case when is_plain then 1 else word_thumbs end as word_thumbs,
            case when is_plain then 1 else source_thumbs end as source_thumbs,
            case when is_plain then 1 else keyword_thumbs end as keyword_thumbs
          from told
        ) told cross join lateral (${foundIn('told')}) found_in
      ) choice`

/**
 * CTEs that choose for every topic of `due` (user_id, topic_id, delivery_date, searches, exclusions, keywords text[],
 * keyword_queries): `chosen` has a row for each empty place that can be filled. `moment` must stand before.
 *
 * It asks the search index once a topic and then looks at that topic's matches only, so time grows with topics times
 * matches, not with the number of articles.
 */
export const choose = sql`
  ${taste},
  chosen as (${choiceFrom({ due: sql`due`, pool: sql``, candidates: found })})`

/** Columns and rows of an insert into deliveries of what was chosen; in one order, so that builders never deadlock. */
export const insertChosen = sql`
  insert into ${deliveries}
    (user_id, topic_id, article_id, delivery_date, position, score, score_parts, matched_keywords, found_in, update_of)
  select user_id, topic_id, article_id, delivery_date, position, score, score_parts, matched_keywords, found_in, update_of
  from chosen order by topic_id, position`

/** Keeps the other reports of what was inserted; `built` has the inserted rows. */
export const insertReports = sql`
  insert into ${deliveryReports} (user_id, delivery_id, article_id)
  select built.user_id, built.id, other
  from built join chosen on chosen.topic_id = built.topic_id and chosen.position = built.position, unnest(chosen.also_in) other
  order by built.id, other`

/**
 * A CTE after those of `choose`: `below` has the best articles of each topic that were found, but with too little
 * evidence to be chosen.
 */
export const below = sql`
  below as (
    select due.topic_id, low.*
    from due join taste using (user_id)
      cross join moment
      cross join lateral (${past}) past
      cross join lateral (${asked}) asked
      cross join lateral (
        select low.id as article_id, keywords as matched_keywords, places as found_in,
          row_number() over (order by low.tenths desc, low.published_at desc, low.id) as nth
        from (
            select * from (${measured}) measured where tenths < asked.floor
            order by tenths desc, published_at desc, id limit ${n(SCORING.places)}
          ) low cross join lateral (${foundIn('low')}) found_in
      ) low
  )`

/**
 * How many articles of the window each keyword of the one topic of `due` finds, of the newest thousand that any finds,
 * and how many of them hold another of its keywords, as a JSON array.
 */
export const keywordCounts = sql`
  (
    select coalesce(json_agg(json_build_object('keyword', keyword, 'articles', many, 'with_another', with_another) order by nth), '[]')
    from (
      select given.keyword, given.nth, coalesce(hits.many, 0) as many, coalesce(hits.with_another, 0) as with_another
      from due cross join lateral unnest(due.keywords, due.keyword_queries) with ordinality as given (keyword, query, nth)
        left join (
          select matched.nth, count(*) as many, count(*) filter (where matched.together > 1) as with_another
          from (
              select asked.search from moment, due cross join lateral (
                ${askedArticles(sql`${articles.search}, ${articles.published_at}, ${articles.id}`)}
              ) asked
              order by asked.published_at desc, asked.id limit ${n(SCORING.counted)}
            ) articles
            cross join lateral (select ${unpackedSearch} offset 0) found
            cross join lateral (
              select asked.nth, count(*) over () as together
              from due cross join lateral unnest(due.keyword_queries) with ordinality as asked (query, nth)
              where found.search @@ asked.query
            ) matched
          group by matched.nth
        ) hits using (nth)
      where given.query is not null
    ) counted
  )`
