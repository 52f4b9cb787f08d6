import { and, eq, sql } from 'drizzle-orm'
import { db, me } from '../../db/builder.ts'
import { articleMarks, articles, items, sources } from '../../db/schema/index.ts'
import { command, query } from '../../db/statement.ts'
import { countItems, TOO_MANY_ITEMS } from '../items/queries.ts'
import { Mark, type MarkChange } from './schemas.ts'

type ArticleId = { id: number }

/** What the caller did with an article; both fields are null where that is nothing. */
export const getMark = query.one('marks.get', { returns: Mark, noun: 'article' }, ({ id }: ArticleId) =>
  db
    .select({ article_id: articles.id, read_at: articleMarks.read_at, item_id: articleMarks.item_id })
    .from(articles)
    .leftJoin(articleMarks, and(eq(articleMarks.article_id, articles.id), eq(articleMarks.user_id, me)))
    .where(eq(articles.id, id)),
)

/**
 * Marks an article as read or not, and saves it as an item or deletes that item; what is absent stays.
 *
 * The id of the item is made up before the mark is written, and the item only where the mark took that id: of two saves at
 * once the later waits for the mark of the earlier, keeps its item and makes none.
 */
export const setMark = command.one(
  'marks.set',
  {
    returns: Mark,
    noun: 'article',
    requires: ({ is_saved, max_items }: ArticleId & MarkChange & { max_items: number }) => [
      {
        holds: sql`coalesce(${is_saved ?? null}::boolean, false) is false or ${countItems()} < ${max_items}::int`,
        otherwise: TOO_MANY_ITEMS,
      },
    ],
  },
  ({ id, is_read, is_saved }: ArticleId & MarkChange & { max_items: number }) => {
    const isRead = sql`${is_read ?? null}::boolean`
    const isSaved = sql`${is_saved ?? null}::boolean`
    return {
      with: sql`
        article as (
          select ${articles.id}, ${articles.title}, ${articles.link}, ${sources.name} as source_name
          from ${articles} join ${sources} on ${sources.id} = ${articles.source_id} where ${articles.id} = ${id}::bigint
        ),
        fresh as materialized (select gen_random_uuid() as id),
        mark as (
          insert into ${articleMarks} as known (user_id, article_id, read_at, item_id)
          select ${me}, article.id, case when ${isRead} then now() end, case when ${isSaved} then fresh.id end
          from article, fresh
          on conflict (user_id, article_id) do update set
            read_at = case when ${isRead} is null then known.read_at when ${isRead} then coalesce(known.read_at, now()) end,
            item_id = case when ${isSaved} is null then known.item_id
              when ${isSaved} then coalesce(known.item_id, excluded.item_id) end
          returning article_id, read_at, item_id
        ),
        made as (
          insert into ${items} (id, user_id, name, description, link)
          select fresh.id, ${me}, left(article.title, 255), article.source_name,
            case when article.link ~ '^https?://' then article.link end
          from mark join fresh on fresh.id = mark.item_id, article
        ),
        removed as (
          delete from ${items} using ${articleMarks}
          where ${articleMarks.user_id} = ${me} and ${articleMarks.article_id} = ${id}::bigint
            and ${items.id} = ${articleMarks.item_id} and ${isSaved} = false
        )`,
      rows: sql`select article_id, read_at, item_id from mark`,
    }
  },
)
