import { and, eq, sql } from 'drizzle-orm'
import * as z from 'zod'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { signInLinks, users } from '../db/schema/index.ts'
import { command } from '../db/statement.ts'
import { createToken } from '../http/authenticate.ts'
import { hashToken } from '../http/hash.ts'
import type { ClaimedMessage } from './queries.ts'

/** How long the link works, in seconds. */
const LASTS_S = 600

/** A one-time link of the active user with this address; null when there is none. */
const createMailedLink = command.maybe(
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

/**
 * Makes the link that a message asks for, when its address is somebody's. The code follows from the message and the
 * attempt, so that the outbox holds no secret; a used link does not come to life again when its message is sent again.
 */
export async function mailSignInLink(
  database: Database,
  { id, attempts, address, created_at }: ClaimedMessage,
  { sessionSecrets }: Config,
): Promise<{ email: string; code: string } | null> {
  const encode = (text: string) => new TextEncoder().encode(text)
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', encode(sessionSecrets[0]!), hmac, false, ['sign'])
  const text = JSON.stringify(['sign-in by mail', id, created_at, attempts])
  const code = createToken(new Uint8Array(await crypto.subtle.sign('HMAC', key, encode(text))))
  const hash = await hashToken(code)
  const found = await database.run(createMailedLink, { address: address ?? '', hash, lasts_s: LASTS_S })
  return found && { email: found.email, code }
}
