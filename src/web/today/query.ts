import { sql } from 'drizzle-orm'
import { articles, items, sources, todos } from '../../db/schema/index.ts'
import { value } from '../../db/statement.ts'
import { briefOf, givenDate } from '../../features/briefs/queries.ts'
import type { StoredBrief } from '../../features/briefs/schemas.ts'
import type { Item } from '../../features/items/schemas.ts'
import type { Todo } from '../../features/todos/schemas.ts'
import { type Reader, readerJson } from '../reader.ts'

export interface TodayData {
  reader: Reader
  brief: StoredBrief
  /** Open ones, and those finished within a day; one more than `most_todos` where there are more. */
  todos: Todo[]
  most_todos: number
  /** One more than `most_items` where there are more. */
  items: Item[]
  most_items: number
  has_sources: boolean
  has_articles: boolean
}

const p = sql.placeholder

/**
 * All that the first page shows, in one round trip; `date` null is today where the caller lives. Whether there are
 * rows at all, an index tells: a table may begin with pages of what was deleted.
 */
export const readToday = value<{ date: string | null; todos: number; items: number }, TodayData>(
  'web.today',
  {
    work: sql`
    select json_build_object(
      'reader', ${readerJson},
      'brief', (select value from (${briefOf(givenDate)}) brief),
      'todos', (
        select coalesce(json_agg(todo), '[]') from (
          select ${todos}.* from ${todos} where ${todos.user_id} = caller.id
            and (not ${todos.completed} or ${todos.updated_at} > now() - interval '1 day')
          order by ${todos.completed}, ${todos.id} limit ${p('todos')}::int + 1
        ) todo
      ),
      'items', (
        select coalesce(json_agg(item), '[]') from (
          select ${items}.* from ${items} where ${items.user_id} = caller.id
          order by ${items.created_at} desc nulls last, ${items.id} desc nulls last limit ${p('items')}::int + 1
        ) item
      ),
      'most_todos', ${p('todos')}::int,
      'most_items', ${p('items')}::int,
      'has_sources', (select id from ${sources} where is_active order by next_fetch_at limit 1) is not null,
      'has_articles', (select id from ${articles} order by id limit 1) is not null
    ) as value
    from caller`,
  },
)
