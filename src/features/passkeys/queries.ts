import { and, desc, eq, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db, me } from '../../db/builder.ts'
import type { NewSession } from '../../db/credential.ts'
import { passkeys, users } from '../../db/schema/index.ts'
import { command, query } from '../../db/statement.ts'
import { startSession } from '../sessions/start-session.ts'
import { passkeyColumns } from './columns.ts'
import { StoredKey } from './schemas.ts'

/** A household has some devices; more than this nobody keeps apart. */
const MAX_PASSKEYS = 20

interface PasskeyToAdd {
  name: string
  credential_id: string
  public_key: string
  algorithm: number
}

/** The caller's passkeys, newest first. */
export const passkeysOfCaller = () =>
  db.select(passkeyColumns).from(passkeys).where(eq(passkeys.user_id, me)).orderBy(desc(passkeys.id))

/** Keeps a passkey of the caller, unless they have the maximum number. */
export const addPasskey = command.one(
  'passkeys.add',
  {
    returns: z.object({ id: z.int() }),
    requires: () => [
      {
        holds: sql`(select count(*) from ${passkeys} where ${eq(passkeys.user_id, me)}) < ${sql.raw(String(MAX_PASSKEYS))}`,
        otherwise: {
          code: 'limit_reached',
          detail: 'You have as many passkeys as one may have. Remove one that you no longer use.',
        },
      },
    ],
  },
  (passkey: PasskeyToAdd) =>
    db
      .insert(passkeys)
      .values({ user_id: me, ...passkey })
      .returning({ id: passkeys.id }),
)

export const deletePasskey = command.one(
  'passkeys.delete',
  { returns: z.object({ id: z.int() }), noun: 'passkey' },
  ({ id }: { id: number }) =>
    db
      .delete(passkeys)
      .where(and(eq(passkeys.id, id), eq(passkeys.user_id, me)))
      .returning({ id: passkeys.id }),
)

/** A passkey of an active user, for who wants to sign in with it. */
export const findPasskey = query.maybe(
  'sign_in.find_passkey',
  { returns: StoredKey, access: 'service' },
  ({ credential_id }: { credential_id: string }) =>
    db
      .select({
        id: passkeys.id,
        public_key: passkeys.public_key,
        algorithm: passkeys.algorithm,
        sign_count: passkeys.sign_count,
      })
      .from(passkeys)
      .innerJoin(users, and(eq(users.id, passkeys.user_id), users.is_active))
      .where(eq(passkeys.credential_id, credential_id)),
)

interface SignIn extends NewSession {
  id: number
  sign_count: number
}

/** Starts a session with a passkey that has just signed. Null when the same signature was there before. */
export const signInWithPasskey = command.maybe(
  'sign_in.passkey',
  { returns: z.object({ user_id: z.int() }), access: 'service' },
  ({ id, sign_count, ...session }: SignIn) => ({
    with: sql`owner as (
      update ${passkeys} set sign_count = ${sign_count}::bigint, last_used_at = now()
      from ${users}
      where ${passkeys.id} = ${id}::int and ${users.id} = ${passkeys.user_id} and ${users.is_active}
        and (${sign_count}::bigint = 0 or ${passkeys.sign_count} < ${sign_count}::bigint)
      returning ${passkeys.user_id} as id
    )`,
    rows: startSession(session, 'by a passkey'),
  }),
)
