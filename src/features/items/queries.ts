import { and, eq, sql } from 'drizzle-orm'
import * as z from 'zod'
import { before, db, me, newestFirst } from '../../db/builder.ts'
import { JsonPage, jsonPage } from '../../db/page.ts'
import { itemCounts, items } from '../../db/schema/index.ts'
import { command, query } from '../../db/statement.ts'
import { Item, type ItemChange, type NewItem } from './schemas.ts'

type ItemId = { id: string }

/** The caller's item of this id. */
const own = ({ id }: ItemId) => and(eq(items.id, id), eq(items.user_id, me))
const versioned = (item: ItemId) => ({ table: items, where: own(item) })

const key = [items.created_at, items.id] as const

/** Rows from this offset on, compared by the key of its row, so that Postgres skips the rows before it in the index alone. */
const fromOffset = (offset: number) => {
  const first = db
    .select({ created_at: items.created_at, id: items.id })
    .from(items)
    .where(eq(items.user_id, me))
    .orderBy(...newestFirst(...key))
    .offset(offset)
    .limit(1)
  return sql`(${items.created_at}, ${items.id}) <= ${first}`
}

type ItemToCreate = NewItem & { max_items: number }

/** What is said to who has as many items as one may have. */
export const TOO_MANY_ITEMS = {
  code: 'limit_reached',
  detail: 'You have as many items as one may have. Delete some that you no longer need.',
} as const

/** How many items the caller has, as triggers keep it. */
export const countItems = () =>
  db
    .select({ sum: sql`coalesce(sum(${itemCounts.count}), 0)` })
    .from(itemCounts)
    .where(eq(itemCounts.user_id, me))

interface ItemRange {
  limit: number
  offset?: number | undefined
  /** The key of the last row of the page before; with it, the offset is ignored. */
  after_created_at?: string | undefined
  after_id?: string | undefined
}

/** A page of the caller's items, newest first, and their exact total, which triggers maintain. */
export const listItems = query.one(
  'items.list',
  { returns: z.object({ page: JsonPage(Item), total: z.int() }) },
  ({ limit, offset, after_created_at, after_id }: ItemRange) => {
    const isAfter = after_id !== undefined
    const page = db
      .select()
      .from(items)
      .where(
        and(
          eq(items.user_id, me),
          isAfter ? before(key, [after_created_at, after_id]) : undefined,
          !isAfter && offset !== undefined ? fromOffset(offset) : undefined,
        ),
      )
      .orderBy(...newestFirst(...key))
      .limit(limit)
    return db
      .select({ page: jsonPage(page), total: sql`${countItems()}`.mapWith(Number) })
      .from(sql`(select) one_row`)
  },
)

export const getItem = query.one('items.get', { returns: Item, noun: 'item' }, (item: ItemId) =>
  db.select().from(items).where(own(item)),
)

/** Creates an item, unless the caller has the maximum number. */
export const createItem = command.one(
  'items.create',
  {
    returns: Item,
    requires: ({ max_items }: ItemToCreate) => [
      {
        holds: sql`${countItems()} < ${max_items}::int`,
        otherwise: TOO_MANY_ITEMS,
      },
    ],
  },
  ({ max_items: _, ...item }: ItemToCreate) =>
    db
      .insert(items)
      .values({ user_id: me, ...item })
      .returning(),
)

/** Changes the fields that are present. It also sets `created_at` to itself, because an update must set something. */
export const updateItem = command.one(
  'items.update',
  { returns: Item, noun: 'item', versioned },
  ({ id, ...change }: ItemId & ItemChange) =>
    db
      .update(items)
      .set({ created_at: items.created_at, ...change })
      .where(own({ id }))
      .returning(),
)

export const deleteItem = command.one(
  'items.delete',
  { returns: z.object({ id: z.uuid() }), noun: 'item', versioned },
  (item: ItemId) => db.delete(items).where(own(item)).returning({ id: items.id }),
)
