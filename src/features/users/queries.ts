import { and, eq, exists, gt, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db } from '../../db/builder.ts'
import type { Requirement } from '../../db/definition.ts'
import { signInLinks, users } from '../../db/schema/index.ts'
import { command, query } from '../../db/statement.ts'
import { isAnotherAdmin } from './another-admin.ts'
import { userColumns } from './columns.ts'
import { knownTimeZone } from './known-time-zone.ts'
import { type NewUser, StoredSignInLink, User, type UserChange } from './schemas.ts'

type UserId = { id: number }
type UserPage = { limit: number; after_id?: number | undefined }

const byId = ({ id }: UserId) => eq(users.id, id)
const versioned = (user: UserId) => ({ table: users, where: byId(user) })

/** All users by id. */
export const listUsers = query.many(
  'users.list',
  { returns: User, access: 'admin' },
  ({ limit, after_id }: UserPage) =>
    db
      .select(userColumns)
      .from(users)
      .where(after_id === undefined ? undefined : gt(users.id, after_id))
      .orderBy(users.id)
      .limit(limit),
)

export const getUser = query.one(
  'users.get',
  { returns: User, access: 'admin', noun: 'user' },
  (user: UserId) => db.select(userColumns).from(users).where(byId(user)),
)

export const createUser = command.one(
  'users.create',
  { returns: User, access: 'admin' },
  ({ time_zone, ...user }: NewUser) =>
    db
      .insert(users)
      .values({ ...user, ...(time_zone !== undefined && { time_zone: knownTimeZone(time_zone) }) })
      .returning(userColumns),
)

const unlessLastAdmin = (holds: SQL): Requirement => ({
  holds,
  otherwise: { code: 'conflict', detail: 'This is the last active admin. Make another one first.' },
})

/**
 * Changes the fields that are present. It also sets `created_at` to itself, because an update must set something. When a
 * user is deactivated, a trigger (0024_wall) deletes their tokens, sessions, links and feed token.
 */
export const updateUser = command.one(
  'users.update',
  {
    returns: User,
    access: 'admin',
    noun: 'user',
    versioned,
    requires: ({ id, role, is_active }: UserId & UserChange) => {
      if (role === undefined && is_active === undefined) return []
      const staysAdmin = and(
        role === undefined ? undefined : sql`${role}::text = 'admin'`,
        is_active === undefined ? undefined : sql`${is_active}::boolean`,
      )
      return [unlessLastAdmin(sql`${staysAdmin} or ${isAnotherAdmin(id)}`)]
    },
  },
  ({ id, time_zone, ...change }: UserId & UserChange) =>
    db
      .update(users)
      .set({
        created_at: users.created_at,
        ...change,
        ...(time_zone !== undefined && { time_zone: knownTimeZone(time_zone) }),
      })
      .where(byId({ id }))
      .returning(userColumns),
)

/** Deletes a user and everything they own. */
export const deleteUser = command.one(
  'users.delete',
  {
    returns: z.object({ id: z.int() }),
    access: 'admin',
    noun: 'user',
    versioned,
    requires: ({ id }: UserId) => [unlessLastAdmin(isAnotherAdmin(id))],
  },
  (user: UserId) => db.delete(users).where(byId(user)).returning({ id: users.id }),
)

/** Creates a one-time sign-in link for an active user, valid for `lasts_s` seconds. It waits for a running deactivation. */
export const createSignInLink = command.one(
  'users.create_sign_in_link',
  {
    returns: StoredSignInLink,
    access: 'admin',
    requires: ({ id }: UserId) => [
      {
        holds: exists(
          db
            .select()
            .from(users)
            .where(and(byId({ id }), users.is_active))
            .for('share'),
        ),
        otherwise: { code: 'not_found', detail: 'There is no such active user.' },
      },
    ],
  },
  ({ id, hash, lasts_s }: UserId & { hash: string; lasts_s: number }) =>
    db
      .insert(signInLinks)
      .values({
        user_id: id,
        link_hash: hash,
        expires_at: sql`now() + make_interval(secs => ${lasts_s}::int)`,
      })
      .returning({ expires_at: signInLinks.expires_at, link_hash: signInLinks.link_hash }),
)
