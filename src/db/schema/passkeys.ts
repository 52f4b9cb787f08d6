import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, pgTable, smallint, text, unique, varchar } from 'drizzle-orm/pg-core'
import { hasAtMost, id, moment, timestamps } from './columns.ts'
import { MAX_CREDENTIAL_ID, MAX_PUBLIC_KEY } from './limits.ts'
import { ownerPolicy } from './policies.ts'
import { users } from './users.ts'

/** A passkey (WebAuthn credential) that its owner signs in with. Its secret never leaves their device. */
export const passkeys = pgTable(
  'passkeys',
  {
    id: id(),
    user_id: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: varchar({ length: 255 }).notNull(),
    /** As the authenticator names it, in base64url. */
    credential_id: text().notNull(),
    /** SubjectPublicKeyInfo (RFC 5280) in base64url. */
    public_key: text().notNull(),
    /** COSE algorithm (RFC 9053): -7 for ES256, -257 for RS256. */
    algorithm: smallint().notNull(),
    /** Signatures that it says it has made; 0 where it does not count them. */
    sign_count: bigint({ mode: 'number' }).notNull().default(0),
    last_used_at: moment(),
    ...timestamps,
  },
  (t) => [
    unique('passkeys_credential_id_unique').on(t.credential_id),
    index('passkeys_user_id_index').on(t.user_id),
    check('passkeys_credential_id_length', hasAtMost(t.credential_id, MAX_CREDENTIAL_ID)),
    check('passkeys_public_key_length', hasAtMost(t.public_key, MAX_PUBLIC_KEY)),
    check('passkeys_algorithm_known', sql`${t.algorithm} in (-7, -257)`),
    check('passkeys_sign_count_range', sql`${t.sign_count} between 0 and 4294967295`),
    ownerPolicy('passkeys'),
  ],
)
