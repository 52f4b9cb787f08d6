import { and, eq, notExists, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db, me } from '../../db/builder.ts'
import { users } from '../../db/schema/index.ts'
import { command } from '../../db/statement.ts'
import { isAnotherAdmin } from '../users/another-admin.ts'

const isMe = eq(users.id, me)

const isNoAdmin = () =>
  notExists(
    db
      .select()
      .from(users)
      .where(and(isMe, eq(users.role, 'admin'))),
  )

/** Deletes the caller and, by the foreign keys, everything of theirs. */
export const deleteAccount = command.one(
  'me.delete',
  {
    returns: z.object({ id: z.int() }),
    requires: () => [
      {
        holds: sql`${isNoAdmin()} or ${isAnotherAdmin(me)}`,
        otherwise: {
          code: 'conflict',
          detail: 'You are the last admin. Make another user an admin first.',
        },
      },
    ],
  },
  () => db.delete(users).where(isMe).returning({ id: users.id }),
)
