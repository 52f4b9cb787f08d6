import { and, desc, eq, getTableColumns, ne, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db, me } from '../../db/builder.ts'
import { tastes } from '../../db/schema/index.ts'
import { command, query } from '../../db/statement.ts'
import { Taste } from './schemas.ts'

/** Of each kind there are a few hundred at most, since so many thumbs are looked at (`learn_tastes`). */
const MAX_LISTED = 1000

type TasteId = { id: number }

const { user_id, ...columns } = getTableColumns(tastes)

/** What was learned about the caller, by this id. */
const own = ({ id }: TasteId) => and(eq(tastes.id, id), eq(user_id, me))

/** What the caller's thumbs have taught, the strongest first. */
export const tastesOfCaller = () =>
  db
    .select(columns)
    .from(tastes)
    .where(and(eq(user_id, me), ne(tastes.weight, 0)))
    .orderBy(desc(sql`abs(${tastes.weight})`), tastes.id)
    .limit(MAX_LISTED)

export const listTastes = query.page('tastes.list', { returns: Taste }, tastesOfCaller)

export const getTaste = query.one('tastes.get', { returns: Taste, noun: 'taste' }, (taste: TasteId) =>
  db.select(columns).from(tastes).where(own(taste)),
)

/** Forgets what thumbs have taught of one thing; the thumbs themselves stay, and count for all else. */
export const resetTaste = command.one(
  'tastes.reset',
  {
    returns: z.object({ id: z.int() }),
    noun: 'taste',
    versioned: (taste: TasteId) => ({ table: tastes, where: own(taste) }),
  },
  (taste: TasteId) =>
    db
      .update(tastes)
      .set({ reset_at: sql`now()`, ups: 0, downs: 0, weight: 0 })
      .where(own(taste))
      .returning({ id: tastes.id }),
)
