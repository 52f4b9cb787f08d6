import * as z from 'zod'
import { id, moment, text, timestamps, wholeNumber } from '../../http/fields.ts'

export const User = z
  .object({
    id: z.int(),
    email: z.string(),
    time_zone: z.string(),
    brief_hour: z.int().min(0).max(23),
    role: z.enum(['reader', 'admin']),
    is_active: z.boolean(),
    ...timestamps,
  })
  .meta({ id: 'User' })
export type User = z.infer<typeof User>

/**
 * A name of the IANA time zone database. Offsets are refused: Postgres reads their sign the other way round. So are
 * abbreviations, which mean one zone to the runtime and another to Postgres: `IST` is India here and Israel there.
 */
const timeZone = () =>
  text(64)
    .refine(
      (name) => /^(UTC|GMT|(?!SystemV)[a-z]+\/.+)$/i.test(name) && isTimeZone(name),
      'must be a time zone such as Europe/Berlin',
    )
    .meta({ examples: ['Europe/Berlin'] })

function isTimeZone(name: string): boolean {
  if (name.length > 64) return false
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}

const briefHour = () =>
  z
    .int({ error: 'must be a whole number from 0 to 23' })
    .min(0, 'must be from 0 to 23')
    .max(23, 'must be from 0 to 23')

/** What a reader may change of their own account. */
export const MyChange = z
  .object({ time_zone: timeZone().optional(), brief_hour: briefHour().optional() })
  .meta({ id: 'MyChange', example: { time_zone: 'Europe/Berlin', brief_hour: 7 } })

const account = {
  time_zone: timeZone().optional(),
  brief_hour: briefHour().optional(),
  role: z.enum(['reader', 'admin'], { error: 'must be reader or admin' }).optional(),
}
const email = () =>
  z.email({ error: 'must be an e-mail address' }).max(255, 'must have at most 255 characters')

export const NewUser = z
  .object({ email: email(), ...account })
  .meta({ id: 'NewUser', example: { email: 'ada@example.org' } })

export const UserChange = z
  .object({
    email: email().optional(),
    ...account,
    is_active: z.boolean({ error: 'must be true or false' }).optional(),
  })
  .meta({ id: 'UserChange', example: { is_active: false } })

export const SignInLink = z
  .object({
    link: z.string().meta({ description: 'Opens the pages as this user, once: shown this once' }),
    expires_at: moment(),
  })
  .meta({ id: 'SignInLink' })

export const UserParams = z.object({ id: id() })

export const UserQuery = z.object({
  limit: wholeNumber(1, 1000).optional(),
  cursor: z.string().max(255).optional(),
})
