import { sql } from 'drizzle-orm'
import { articles, removedArticles } from '../../db/schema/index.ts'

const TEXT_COLUMNS = ['title', 'link', 'summary_raw', 'author', 'tags', 'language'] as const

/** What a feed says anew replaces all; what another feed says later leaves what it does not say. */
const newText = sql.join(
  TEXT_COLUMNS.map((name) => {
    const column = sql.raw(name)
    return sql`${column} = case
      when articles.seen_in ? excluded.source_id::text then excluded.${column}
      when excluded.published_at > articles.published_at then coalesce(excluded.${column}, articles.${column})
      else articles.${column} end`
  }),
  sql`, `,
)

/**
 * CTEs `entry`, `unseen` and `stored` (is_new, is_changed, and the article's columns) that write articles for the one
 * row of a CTE `source (id)`.
 *
 * An article is known by its `content_hash`. Its source and date stay those of the feed that brought it first; its
 * text is the newest that any feed brought: what a feed says differently from what it said before (`seen_in`), or
 * what another feed says of it at first sight under a later date. So neither a repeated fetch nor two feeds that
 * word it differently make it change for ever.
 *
 * Entries that say nothing new are left out before the insert, which would lock and index each of them. Rows are
 * written in the order of their hashes, so that two feeds with common articles never wait for each other in a
 * circle. What an admin removed stays away, unless `evenRemoved`.
 * @param entries a parameter: JSON array of FeedArticle
 */
export const upsertArticles = (entries: string, { evenRemoved = false } = {}) => sql`
  entry as (
    select said.*, jsonb_build_object(
      source.id, md5(jsonb_build_array(title, link, summary_raw, author, tags, language)::text)
    ) as seen_in, source.id as source_id
    from source, jsonb_to_recordset(${entries}::jsonb) as said (
      title text, link text, summary_raw text, content_hash char(64), published_at timestamptz, author text,
      tags jsonb, language text
    )
  ),
  unseen as (
    select distinct on (entry.content_hash) entry.*
    from entry left join ${articles} known on known.content_hash = entry.content_hash
    where (known.id is null or not known.seen_in @> entry.seen_in)
      and (${sql.raw(String(evenRemoved))} or not exists (
        select from ${removedArticles} removed where removed.content_hash = entry.content_hash
      ))
    order by entry.content_hash
  ),
  stored as (
    insert into ${articles}
      (source_id, title, link, summary_raw, content_hash, published_at, author, tags, language, seen_in)
    select source_id, title, link, summary_raw, content_hash, published_at, author, tags, language, seen_in
    from unseen order by content_hash
    on conflict (content_hash) do update set ${newText}, seen_in = articles.seen_in || excluded.seen_in
    where not articles.seen_in @> excluded.seen_in
    returning articles.*, xmax = 0 as is_new, xmax <> 0 and updated_at = now() as is_changed
  )`
