import { eq } from 'drizzle-orm'
import { db, me } from '../../db/builder.ts'
import { users } from '../../db/schema/index.ts'
import { command, query } from '../../db/statement.ts'
import { ownColumns } from '../users/columns.ts'
import { knownTimeZone } from '../users/known-time-zone.ts'
import { Me, type MyChange } from '../users/schemas.ts'

const isMe = eq(users.id, me)

export const getMe = query.one('me.get', { returns: Me }, () => db.select(ownColumns).from(users).where(isMe))

/** Changes the fields that are present. It also sets `created_at` to itself, because an update must set something. */
export const updateMe = command.one(
  'me.update',
  { returns: Me, versioned: () => ({ table: users, where: isMe }) },
  ({ time_zone, ...change }: MyChange) =>
    db
      .update(users)
      .set({
        created_at: users.created_at,
        ...change,
        ...(time_zone !== undefined && { time_zone: knownTimeZone(time_zone) }),
      })
      .where(isMe)
      .returning(ownColumns),
)
