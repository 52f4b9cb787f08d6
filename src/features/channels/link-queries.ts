import { and, eq, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db } from '../../db/builder.ts'
import { articles, channels, deliveries, feedback, users } from '../../db/schema/index.ts'
import { command, query } from '../../db/statement.ts'

/** What links in mails do for their reader, who has not signed in: each of these statements was allowed by a signature. */

const Address = z.object({ address: z.string() })

/** The address of a mail channel; null when it was removed. */
export const readLinkedChannel = query.maybe(
  'links.read_channel',
  { returns: Address, access: 'service' },
  ({ id }: { id: number }) =>
    db
      .select({ address: channels.address })
      .from(channels)
      .where(and(eq(channels.id, id), eq(channels.kind, 'mail'))),
)

/** Confirms the address of a mail channel, and turns it on unless its owner has turned it off since. */
export const confirmChannel = command.maybe(
  'links.confirm',
  { returns: Address.extend({ state: z.enum(channels.state.enumValues) }), access: 'service' },
  ({ id }: { id: number }) =>
    db
      .update(channels)
      .set({
        confirmed_at: sql`coalesce(${channels.confirmed_at}, now())`,
        state: sql`case when ${channels.state} = 'off' then 'off' else 'active' end`,
        state_reason: null,
      })
      .where(and(eq(channels.id, id), eq(channels.kind, 'mail')))
      .returning({ address: channels.address, state: channels.state }),
)

/** Turns a mail channel off, whatever state it is in but for those that are off already and say why. */
export const unsubscribeChannel = command.maybe(
  'links.unsubscribe',
  { returns: Address, access: 'service' },
  ({ id }: { id: number }) =>
    db
      .update(channels)
      .set({
        state: sql`case when ${channels.state} = 'active' then 'off' else ${channels.state} end`,
        state_reason: sql`case when ${channels.state} = 'active' then 'You unsubscribed.' else ${channels.state_reason} end`,
      })
      .where(and(eq(channels.id, id), eq(channels.kind, 'mail')))
      .returning({ address: channels.address }),
)

/** So many days a thumb in a mail works: by then what it would teach is forgotten. */
const DAYS = sql.raw('30')
const isRecent = sql`${deliveries.delivery_date} > current_date - ${DAYS}`

/** The title of what a thumb is about; null when it is too old or gone. */
export const readLinkedDelivery = query.maybe(
  'links.read_delivery',
  { returns: z.object({ title: z.string(), rating: z.enum(['up', 'down']).nullable() }), access: 'service' },
  ({ id }: { id: number }) =>
    db
      .select({ title: articles.title, rating: feedback.rating })
      .from(deliveries)
      .innerJoin(articles, eq(articles.id, deliveries.article_id))
      .leftJoin(feedback, eq(feedback.delivery_id, deliveries.id))
      .where(and(eq(deliveries.id, id), isRecent)),
)

/** Records a thumb of the delivery's reader; a comment that they made stays. */
export const rateLinkedDelivery = command.maybe(
  'links.rate',
  { returns: z.object({ rating: z.enum(['up', 'down']) }), access: 'service' },
  ({ id, rating }: { id: number; rating: 'up' | 'down' }) => ({
    rows: sql`
      insert into ${feedback} (user_id, delivery_id, rating)
      select ${deliveries.user_id}, ${deliveries.id}, ${rating}
      from ${deliveries} join ${users} on ${users.id} = ${deliveries.user_id} and ${users.is_active}
      where ${deliveries.id} = ${id}::bigint and ${isRecent}
      on conflict (delivery_id) do update set rating = excluded.rating
      returning rating`,
  }),
)

interface Suppression {
  /** JSON array. */
  addresses: string
  state: 'bounced' | 'complained'
  reason: string
}

/** Turns off whatever is sent to these mail addresses, until their owners confirm them again. */
export const suppressAddresses = command.many(
  'links.suppress',
  { returns: z.object({ id: z.int() }), access: 'service' },
  ({ addresses, state, reason }: Suppression) =>
    db
      .update(channels)
      .set({ state: sql`${state}::text`, state_reason: sql`nullif(${reason}::text, '')` })
      .where(
        and(
          eq(channels.kind, 'mail'),
          sql`${channels.state} in ('active', 'unconfirmed')`,
          sql`lower(${channels.address}) in (
            select lower(given) from jsonb_array_elements_text(${addresses}::jsonb) given
          )`,
        ),
      )
      .returning({ id: channels.id }),
)
