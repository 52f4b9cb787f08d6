import { type SQL, sql } from 'drizzle-orm'
import { articles } from '../../db/schema/index.ts'

/**
 * An article's `search`, unpacked once: a long one is kept compressed, and would be unpacked anew for each keyword that is
 * compared with it.
 */
export const unpackedSearch = sql`${articles.search} || '' as search`

/** Whether none of the exclusions of `due` finds `article`. */
export const notExcluded = sql`
  (due.exclusions = '{}' or not exists (
    select from unnest(due.exclusions) unwanted where article.search @@ unwanted
  ))`

/**
 * The articles that the row `due` asks for within `moment.days`, each once. `offset 0` keeps each search by itself: the
 * planner must take the index articles_search_index, and never walk the dates of all articles.
 * @param columns of `articles`; `search` must be among them
 */
export const askedArticles = (columns: SQL): SQL => sql`
  select article.*
  from unnest(due.searches) with ordinality as part (query, nth)
    cross join lateral (
      select ${columns} from ${articles} where ${articles.search} @@ (part.query && moment.days) offset 0
    ) article
  where (part.nth = 1 or not exists (
      select from unnest(due.searches) with ordinality as earlier (query, nth)
      where earlier.nth < part.nth and article.search @@ earlier.query
    ))
    and ${notExcluded}`
