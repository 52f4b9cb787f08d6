import { and, eq, exists, ne, type SQL } from 'drizzle-orm'
import { db } from '../../db/builder.ts'
import { users } from '../../db/schema/index.ts'

/**
 * Whether there is an active admin other than this user. The admins are locked in the order of their ids: if two requests
 * each remove an admin at the same time, the second waits and then sees the change of the first.
 */
export function isAnotherAdmin(id: number | SQL): SQL {
  const admins = db.$with('admins').as(
    db
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.role, 'admin'), users.is_active))
      .orderBy(users.id)
      .for('update'),
  )
  return exists(db.with(admins).select().from(admins).where(ne(admins.id, id)))
}
