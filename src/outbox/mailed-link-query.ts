import { and, eq, sql } from 'drizzle-orm'
import * as z from 'zod'
import { signInLinks, users } from '../db/schema/index.ts'
import { command } from '../db/statement.ts'

/** A one-time link of the active user with this address; null when there is none. */
export const createMailedLink = command.maybe(
  'outbox.create_mailed_link',
  { returns: z.object({ email: z.string() }), access: 'service' },
  ({ address, hash, lasts_s }: { address: string; hash: string; lasts_s: number }) => ({
    with: sql`
      reader as (
        select ${users.id}, ${users.email} from ${users}
        where ${and(eq(sql`lower(${users.email})`, sql`lower(${address})`), users.is_active)}
      ),
      made as (
        insert into ${signInLinks} (user_id, link_hash, expires_at)
        select id, ${hash}, now() + make_interval(secs => ${lasts_s}::int) from reader
        on conflict do nothing
      )`,
    rows: sql`select email from reader`,
  }),
)
