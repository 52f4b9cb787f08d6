import { sql } from 'drizzle-orm'
import { users } from '../../db/schema/index.ts'
import { one } from '../../db/statement.ts'
import { zoneIsKnown } from '../users/known-zone.ts'
import type { User } from '../users/schemas.ts'

const p = sql.placeholder

export const getMe = one<Record<never, never>, User>('me.get', {
  work: sql`select ${users}.* from ${users} join caller on caller.id = ${users.id}`,
})

/** Changes the fields that are present; null leaves a field as it is. */
export const updateMe = one<{ time_zone: string | null; brief_hour: number | null }, User>('me.update', {
  guards: { table: users, where: sql`${users.id} = caller.id` },
  work: sql`
    update ${users} set
      time_zone = coalesce(${p('time_zone')}, ${users.time_zone}),
      brief_hour = coalesce(${p('brief_hour')}::smallint, ${users.brief_hour})
    from caller where ${users.id} = caller.id and ${zoneIsKnown}
    returning ${users}.*`,
})
