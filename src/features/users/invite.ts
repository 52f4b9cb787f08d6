import { sql } from 'drizzle-orm'
import * as z from 'zod'
import { me } from '../../db/builder.ts'
import { messages, signInLinks, users } from '../../db/schema/index.ts'
import { command } from '../../db/statement.ts'

/** How long an invitation lasts, in seconds: a week. */
export const INVITATION_S = 7 * 24 * 3600

interface Invitation {
  email: string
  role: 'reader' | 'admin'
  /** Of the link that is shown to who invites. */
  link_hash: string
  /** Whether the invited are told by mail; that mail has a link of its own. */
  by_mail: boolean
}

/** Makes a user with a link that lets them in, and on demand a mail that invites them, in one transaction. */
export const invite = command.one(
  'people.invite',
  { returns: z.object({ id: z.int() }), access: 'admin' },
  ({ email, role, link_hash, by_mail }: Invitation) => ({
    with: sql`made as (
      insert into ${users} (email, role) values (${email}, ${role}) returning id, email
    ), link as (
      insert into ${signInLinks} (user_id, link_hash, expires_at)
      select id, ${link_hash}, now() + make_interval(secs => ${sql.raw(String(INVITATION_S))}) from made
    ), mail as (
      insert into ${messages} (user_id, purpose, address, expires_at)
      select ${me}, 'invitation', email, now() + interval '1 day' from made where ${by_mail}::boolean
    )`,
    rows: sql`select id from made`,
  }),
)
