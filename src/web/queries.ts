import { sql } from 'drizzle-orm'
import { items, todos } from '../db/schema/index.ts'
import { value } from '../db/statement.ts'
import { briefOf, givenDate } from '../features/briefs/queries.ts'
import type { Brief } from '../features/briefs/schemas.ts'
import type { Item } from '../features/items/schemas.ts'
import type { Todo } from '../features/todos/schemas.ts'

/** All that the first page shows, in one round trip. */
export const readToday = value<
  { date: string | null },
  { brief: Brief; todos: Todo[]; items: Item[]; now: string }
>('web.today', {
  work: sql`
    select json_build_object(
      'brief', (select value from (${briefOf(givenDate)}) brief),
      'todos', (
        select coalesce(json_agg(todo), '[]') from (
          select ${todos}.* from ${todos} where ${todos.user_id} = caller.id
          order by ${todos.completed}, ${todos.id} limit 50
        ) todo
      ),
      'items', (
        select coalesce(json_agg(item), '[]') from (
          select ${items}.* from ${items} where ${items.user_id} = caller.id
          order by ${items.created_at} desc, ${items.id} desc limit 20
        ) item
      ),
      'now', now()
    ) as value
    from caller`,
})
