import { type SQL, sql } from 'drizzle-orm'
import { articles, deliveries, feedback, sources } from '../../db/schema/index.ts'
import { SCORE_PARTS, SCORING } from './scoring.ts'

/** A number of `SCORING` as SQL. */
const n = (constant: number) => sql.raw(String(constant))
const float = (constant: number) => sql.raw(`${constant}::float8`)
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

/** Thumbs up and down in a group of rows as a factor around 1. */
const smoothed = (prior: number) => {
  const ups = sql`count(*) filter (where ${feedback.rating} = 'up')`
  return sql`2 * (${ups} + ${n(prior)})::float8 / (count(*) + ${n(2 * prior)})`
}

/** `taste`: what each reader of `due` has said with thumbs, as JSON: a factor by source, and one by keyword. */
const taste = sql`
  taste as materialized (
    select reader.user_id,
      (
        select coalesce(jsonb_object_agg(source_id, factor), '{}') from (
          select ${articles.source_id}, ${smoothed(SCORING.prior_thumbs.source)} as factor
          from ${feedback}
            join ${deliveries} on ${deliveries.id} = ${feedback.delivery_id}
            join ${articles} on ${articles.id} = ${deliveries.article_id}
          where ${feedback.user_id} = reader.user_id group by ${articles.source_id}
        ) by_source
      ) as sources,
      (
        select coalesce(jsonb_object_agg(keyword, factor), '{}') from (
          select keyword, ${smoothed(SCORING.prior_thumbs.keyword)} as factor
          from ${feedback}
            join ${deliveries} on ${deliveries.id} = ${feedback.delivery_id},
            jsonb_array_elements_text(${deliveries.matched_keywords}) keyword
          where ${feedback.user_id} = reader.user_id group by keyword
        ) by_keyword
      ) as keywords
    from (select distinct user_id from due) reader
  )`

/** What the topic got within memory: never again, nor anything like it; what it has today takes places. */
const past = sql`
  select coalesce(array_agg(${deliveries.article_id}), '{}') as article_ids,
    coalesce(array_agg(${articles.folded_title}), '{}') as titles,
    coalesce(array_agg(${articles.title_bits}), '{}') as bits,
    coalesce(array_agg(${articles.source_id}) filter (where ${deliveries.delivery_date} = due.delivery_date), '{}')
      as sources_today,
    array(
      select place from generate_series(1, ${n(SCORING.places)}) place
      except select unnest(array_agg(${deliveries.position}) filter (where ${deliveries.delivery_date} = due.delivery_date))
      order by 1
    ) as open_places
  from ${deliveries} join ${articles} on ${articles.id} = ${deliveries.article_id}
  where ${deliveries.topic_id} = due.topic_id
    and ${deliveries.delivery_date} between due.delivery_date - ${n(SCORING.memory_days)} and due.delivery_date`

/**
 * The best candidates by all that is cheap to tell. `offset 0` keeps the search by itself: the planner must take the
 * index articles_search_index for each topic, and never walk the dates of all articles, nor all sources.
 */
const found = sql`
  select * from (
    select article.*,
      case
        when ts_filter(article.search, '{a}') @@ due.query then ${float(SCORING.match.title)}
        when ts_filter(article.search, '{a,b}') @@ due.query then ${float(SCORING.match.tags)}
        else ${float(SCORING.match.summary)}
      end as match,
      power(0.5, greatest(0, extract(epoch from moment.hour - article.published_at)::float8)
        / ${float(3600 * SCORING.half_life_hours)}) as recency,
      source.credibility_score as credibility,
      coalesce((taste.sources ->> article.source_id::text)::float8, 1) as source_thumbs
    from (
        select ${articles.id}, ${articles.source_id}, ${articles.folded_title}, ${articles.title_bits},
          ${articles.published_at}, ${articles.search}
        from ${articles} where ${articles.search} @@ (due.query && moment.days) offset 0
      ) article
      cross join lateral (
        select ${sources.credibility_score} from ${sources}
        where ${sources.id} = article.source_id and ${sources.is_active} and ${sources.credibility_score} > 0 offset 0
      ) source
    where article.published_at > moment.hour - ${hours(SCORING.wide_window_hours)}
      and article.published_at <= moment.now
      and article.id <> all (past.article_ids)
  ) measured
  order by match * recency * credibility * source_thumbs desc, published_at desc, id
  limit ${n(SCORING.candidates)}`

/** The same with all parts of their scores, ranked. */
const ranked = sql`
  select scored.*, row_number() over (order by score desc, published_at desc, id) as rank
  from (
    select *, ${sql.raw(SCORE_PARTS.join(' * '))} as score
    from (
      select found.*, matched.keywords, coalesce(matched.keyword_thumbs, 1) as keyword_thumbs,
        least(1 + ${float(SCORING.breadth.step)} * greatest(matched.many - 1, 0), ${float(SCORING.breadth.most)})
          as breadth
      from found, lateral (
        select count(*) as many, coalesce(jsonb_agg(keyword order by nth), '[]') as keywords,
          avg(coalesce((taste.keywords ->> keyword)::float8, 1)) as keyword_thumbs
        from unnest(due.keywords, due.keyword_queries) with ordinality as asked (keyword, query, nth)
        where found.search @@ asked.query
      ) matched
    ) parts
  ) scored`

/**
 * CTEs that choose for every topic of `due` (user_id, topic_id, delivery_date, query, keywords text[],
 * keyword_queries): `chosen` has a row for each empty place that can be filled. `moment` must stand before.
 *
 * It asks the search index once a topic and then looks at that topic's matches only, so time grows with topics times
 * matches, not with the number of articles.
 */
export const choose = sql`
  ${taste},
  chosen as (
    select due.user_id, due.topic_id, due.delivery_date, choice.*
    from due join taste using (user_id)
      cross join moment
      cross join lateral (${past}) past
      cross join lateral (
        with found as (${found}),
          ranked as (${ranked}),
          lists as (
            select array_agg(source_id order by rank) as sources, array_agg(folded_title order by rank) as titles,
              array_agg(title_bits order by rank) as bits,
              array_agg(published_at > moment.hour - ${hours(SCORING.window_hours)} order by rank) as are_recent
            from ranked
          )
        select ranked.id as article_id, past.open_places[picked.nth] as position, ranked.score,
          jsonb_build_object(${sql.raw(SCORE_PARTS.map((part) => `'${part}', ${part}`).join(', '))}) as score_parts,
          ranked.keywords as matched_keywords
        from lists,
          unnest(pick_candidates(lists.sources, lists.titles, lists.bits, lists.are_recent, past.sources_today, past.titles,
            past.bits, cardinality(past.open_places), ${n(SCORING.per_source)}, ${n(SCORING.likeness)}))
            with ordinality as picked (rank, nth)
          join ranked on ranked.rank = picked.rank
      ) choice
  )`

/** Columns and rows of an insert into deliveries of what was chosen; in one order, so that builders never deadlock. */
export const insertChosen = sql`
  insert into ${deliveries}
    (user_id, topic_id, article_id, delivery_date, position, score, score_parts, matched_keywords)
  select user_id, topic_id, article_id, delivery_date, position, score, score_parts, matched_keywords
  from chosen order by topic_id, position`
