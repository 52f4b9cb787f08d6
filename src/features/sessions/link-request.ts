import { sql } from 'drizzle-orm'
import * as z from 'zod'
import { db } from '../../db/builder.ts'
import { messages } from '../../db/schema/index.ts'
import { command } from '../../db/statement.ts'

/** Links an hour for one address, and asked for by one network. */
const PER_ADDRESS = sql.raw('5')
const PER_SENDER = sql.raw('20')

interface LinkRequest {
  address: string
  /** Of the network that asks; null where it is not known. */
  sender_hash: string | null
}

/** Writes a request for a sign-in link into the outbox, within limits that do not depend on whose address it is. */
export const requestLink = command.one(
  'sign_in.request_link',
  {
    returns: z.object({ id: z.int() }),
    access: 'service',
    requires: ({ address, sender_hash }: LinkRequest) => [
      {
        holds: sql`may_request_sign_in(${address}::text, ${sender_hash}::text, ${PER_ADDRESS}, ${PER_SENDER})`,
        otherwise: {
          code: 'too_many_requests',
          detail:
            'Several links were asked for within an hour. Look for the mails of before, or wait an hour.',
        },
      },
    ],
  },
  ({ address, sender_hash }: LinkRequest) =>
    db
      .insert(messages)
      .values({ purpose: 'sign_in', address, sender_hash, expires_at: sql`now() + interval '10 minutes'` })
      .returning({ id: messages.id }),
)
