import { sql } from 'drizzle-orm'
import { itemCounts, items } from '../../db/schema/index.ts'
import { one, value } from '../../db/statement.ts'
import type { Item, ItemPage } from './schemas.ts'

const p = sql.placeholder

/** The caller's item of this id. */
const own = sql`${items.id} = ${p('id')}::uuid and ${items.user_id} = caller.id`
const guards = { table: items, where: own }

/** From newest to oldest. `nulls last` is how drizzle's index is ordered: without it Postgres would sort. */
const newestFirst = sql`order by ${items.created_at} desc nulls last, ${items.id} desc nulls last`

/**
 * A page of the caller's items, newest first, and the exact number of all of them, which triggers keep. An offset is
 * turned into the key of the page's first row, so that the rows before it are passed over in the index alone.
 */
export const listItems = value<
  { limit: number; offset: number; after_created_at: string | null; after_id: string | null },
  ItemPage
>('items.list', {
  work: sql`
    select json_build_object(
      'items', (
        select coalesce(json_agg(page), '[]') from (
          select ${items}.* from ${items}
          where ${items.user_id} = caller.id
            and (${p('after_created_at')}::timestamptz is null
              or (${items.created_at}, ${items.id}) < (${p('after_created_at')}::timestamptz, ${p('after_id')}::uuid))
            and (${p('offset')}::int = 0 or (${items.created_at}, ${items.id}) <= (
              select ${items.created_at}, ${items.id} from ${items} where ${items.user_id} = caller.id
              ${newestFirst} offset ${p('offset')}::int limit 1
            ))
          ${newestFirst}
          limit ${p('limit')}::int
        ) page
      ),
      'total', (select coalesce(sum(${itemCounts.count}), 0) from ${itemCounts} where ${itemCounts.user_id} = caller.id)
    ) as value
    from caller`,
})

export const getItem = one<{ id: string }, Item>('items.get', {
  noun: 'item',
  work: sql`select ${items}.* from ${items}, caller where ${own}`,
})

export const createItem = one<{ name: string; description: string | null }, Item>('items.create', {
  work: sql`
    insert into ${items} (user_id, name, description)
    select id, ${p('name')}, ${p('description')} from caller
    returning ${items}.*`,
})

/** Changes the fields that are present; `has_description` tells an absent one from a null one. */
export const updateItem = one<
  { id: string; name: string | null; has_description: boolean; description: string | null },
  Item
>('items.update', {
  noun: 'item',
  guards,
  work: sql`
    update ${items} set
      name = coalesce(${p('name')}, ${items.name}),
      description = case when ${p('has_description')}::boolean then ${p('description')} else ${items.description} end
    from caller where ${own}
    returning ${items}.*`,
})

export const deleteItem = one<{ id: string }, { id: string }>('items.delete', {
  noun: 'item',
  guards,
  work: sql`
    delete from ${items} using caller
    where ${own}
    returning ${items.id}`,
})
