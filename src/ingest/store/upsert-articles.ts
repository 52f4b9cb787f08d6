import { sql } from 'drizzle-orm'
import { articleKeys, articles, removedArticles } from '../../db/schema/index.ts'
import { identifyArticles } from './identify-articles.ts'

const TEXT_COLUMNS = ['title', 'link', 'summary_raw', 'author', 'tags', 'language'] as const

/** What a feed says anew replaces all; what another feed says later leaves what it does not say. */
const newText = sql.join(
  TEXT_COLUMNS.map((name) => {
    const column = sql.raw(name)
    return sql`${column} = case
      when articles.seen_in ? excluded.source_id::text then excluded.${column}
      when excluded.published_at > articles.published_at and not excluded.date_is_guess
        then coalesce(excluded.${column}, articles.${column})
      else articles.${column} end`
  }),
  sql`, `,
)

/** The date is that under which the article was first seen, until a feed states one where none was known. */
const newDate = sql`
  published_at = case when articles.date_is_guess and not excluded.date_is_guess
    then least(excluded.published_at, now()) else articles.published_at end,
  date_is_guess = articles.date_is_guess and excluded.date_is_guess`

/** As many ids are kept of an article in one feed: some write new ones at each fetch. */
const MAX_IDS = 3

/**
 * CTEs of `identifyArticles`, then `unseen` and `stored` (is_new, is_changed, and the article's columns) that write
 * articles for the one row of a CTE `source (id)`, and what its articles are known by.
 *
 * An article's source and date stay those of the feed that brought it first; its text is the newest that any feed
 * brought: what a feed says differently from what it said before (`seen_in`), or what another feed says of it at
 * first sight under a later date. So neither a repeated fetch nor two feeds that word it differently make it change
 * for ever.
 *
 * Entries that say nothing new are left out before the insert, which would lock and index each of them. Rows are
 * written in the order of their hashes, and then keys in theirs, so that two feeds with common articles never wait
 * for each other in a circle. What an admin removed stays away, unless `evenRemoved`.
 * @param entries a parameter: JSON array of FeedArticle
 * @param since an expression: unknown articles that state an earlier date are not stored
 */
export const upsertArticles = (
  entries: string,
  { evenRemoved = false, since = sql`'-infinity'` } = {},
) => sql`
  ${identifyArticles(entries)},
  unseen as (
    select distinct on (identified.content_hash) identified.*
    from identified left join ${articles} known on known.content_hash = identified.content_hash
    where (
        known.id is null or not known.seen_in @> identified.seen_in
        or known.date_is_guess and not identified.date_is_guess
      )
      and (known.id is not null or identified.date_is_guess or identified.published_at >= ${since})
      and (${sql.raw(String(evenRemoved))} or not exists (
        select from ${removedArticles} removed where removed.content_hash = identified.content_hash
      ))
    order by identified.content_hash, n
  ),
  stored as (
    insert into ${articles}
      (source_id, title, link, summary_raw, content_hash, published_at, date_is_guess, author, tags, language, seen_in)
    select source_id, title, link, summary_raw, content_hash, published_at, date_is_guess, author, tags, language, seen_in
    from unseen order by content_hash
    on conflict (content_hash) do update set ${newText}, ${newDate}, seen_in = articles.seen_in || excluded.seen_in
    where not articles.seen_in @> excluded.seen_in or articles.date_is_guess and not excluded.date_is_guess
    returning articles.*, xmax = 0 as is_new, xmax <> 0 and updated_at = now() as is_changed
  ),
  unknown_key as (
    select said.key, said.content_hash, said.source_id from (
      select guid_key as key, content_hash, source_id, true as is_id from identified where guid_key is not null
      union all
      select link_hash, content_hash, source_id, false from identified where not is_shared and link_hash <> content_hash
      union all
      select page_key, content_hash, source_id, false from identified where is_shared
    ) said left join ${articleKeys} known on known.key = said.key
    where known.key is null or said.is_id and known.content_hash <> said.content_hash
  ),
  taught as (
    insert into ${articleKeys} (key, content_hash, source_id)
    select distinct on (key) key, content_hash, source_id from unknown_key, (select count(*) from stored) done
    order by key
    on conflict (key) do update set content_hash = excluded.content_hash
    returning key
  ),
  forgotten as (
    delete from ${articleKeys} using (
      select old.key, row_number() over (partition by old.content_hash order by old.created_at desc, old.key) as place
      from unknown_key join ${articleKeys} old
        on old.content_hash = unknown_key.content_hash and old.source_id = unknown_key.source_id
      where old.key like old.source_id || ' %' and old.key not in (select key from unknown_key)
    ) old
    where ${articleKeys.key} = old.key and old.place >= ${sql.raw(String(MAX_IDS))}
  )`
