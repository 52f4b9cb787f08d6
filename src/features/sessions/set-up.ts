import { sql } from 'drizzle-orm'
import * as z from 'zod'
import type { NewSession } from '../../db/credential.ts'
import { signInLinks, users } from '../../db/schema/index.ts'
import { command } from '../../db/statement.ts'
import { knownTimeZone } from '../users/known-time-zone.ts'
import { startSession } from './start-session.ts'

interface SetUp extends NewSession {
  code_hash: string
  email: string
  time_zone: string
}

/**
 * Makes the first person of a deployment, an admin, and starts a session. Null when the code is unknown, used or expired, or
 * when there is somebody already: then whoever finds an old code gains nothing by it.
 */
export const setUp = command.maybe(
  'sign_in.set_up',
  { returns: z.object({ user_id: z.int() }), access: 'service' },
  ({ code_hash, email, time_zone, ...session }: SetUp) => ({
    with: sql`used as (
      delete from ${signInLinks}
      where ${signInLinks.link_hash} = ${code_hash} and ${signInLinks.expires_at} > now() and ${signInLinks.user_id} is null
        and not exists (select from ${users})
      returning id
    ), owner as (
      insert into ${users} (email, time_zone, role)
      select ${email}, ${knownTimeZone(time_zone)}, 'admin' from used returning id
    )`,
    rows: startSession(session, 'at the set-up'),
  }),
)
