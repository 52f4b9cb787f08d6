import { sql } from 'drizzle-orm'
import { tastes } from '../../db/schema/index.ts'
import { many, one } from '../../db/statement.ts'
import type { Taste } from './schemas.ts'

const p = sql.placeholder

/** Of each kind there are a few hundred at most, since so many thumbs are looked at (`learn_tastes`). */
const MOST = 1000

const own = sql`${tastes.id} = ${p('id')}::bigint and ${tastes.user_id} = caller.id`

const columns = sql`${tastes.id}, ${tastes.kind}, ${tastes.name}, ${tastes.label}, ${tastes.ups}, ${tastes.downs},
  ${tastes.weight}, ${tastes.reset_at}, ${tastes.created_at}, ${tastes.updated_at}`

/** What the caller's thumbs have taught, the strongest first. */
export const tastesOfCaller = sql`
  select ${columns} from ${tastes}, caller
  where ${tastes.user_id} = caller.id and ${tastes.weight} <> 0
  order by abs(${tastes.weight}) desc, ${tastes.id} limit ${sql.raw(String(MOST))}`

export const listTastes = many<Record<never, never>, Taste>('tastes.list', { work: tastesOfCaller })

export const getTaste = one<{ id: number }, Taste>('tastes.get', {
  noun: 'taste',
  work: sql`select ${columns} from ${tastes}, caller where ${own}`,
})

/** Forgets what thumbs have taught of one thing; the thumbs themselves stay, and count for all else. */
export const resetTaste = one<{ id: number }, { id: number }>('tastes.reset', {
  noun: 'taste',
  guards: { table: tastes, where: own },
  work: sql`
    update ${tastes} set reset_at = now(), ups = 0, downs = 0, weight = 0 from caller
    where ${own} returning ${tastes.id}`,
})
