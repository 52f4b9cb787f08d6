import * as z from 'zod'
import { signInLinks, users } from '../../db/schema/index.ts'
import { MAX_TIME_ZONE } from '../../db/schema/limits.ts'
import { cursorOf } from '../../http/cursor.ts'
import { EXAMPLE_MOMENT, exampleTimes, id, moment, pageLimit, text } from '../../http/fields.ts'
import { rowFields } from '../../http/table-fields.ts'
import { MutedWords } from '../topics/muted-words.ts'

export const exampleUser = {
  id: 1,
  email: 'ada@example.org',
  time_zone: 'Europe/Berlin',
  brief_hour: 6,
  role: 'reader' as const,
  is_active: true,
  ...exampleTimes,
}

export const User = z
  .object({
    ...rowFields(users, [
      'id',
      'email',
      'time_zone',
      'brief_hour',
      'role',
      'is_active',
      'created_at',
      'updated_at',
    ]),
    brief_hour: z.int().min(0).max(23),
  })
  .meta({ id: 'User', examples: [exampleUser] })
export type User = z.infer<typeof User>

/**
 * A name of the IANA time zone database. Offsets are refused: Postgres reads their sign the other way round. So are
 * abbreviations, which mean one zone to the runtime and another to Postgres: `IST` is India here and Israel there.
 */
const timeZone = () =>
  text(MAX_TIME_ZONE)
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

/** A user as they see themselves. */
export const Me = z
  .object({
    ...User.shape,
    muted_words: z
      .array(z.string())
      .meta({ description: 'What no brief of yours brings, whatever a topic asks for' }),
  })
  .meta({ id: 'Me', examples: [{ ...exampleUser, muted_words: ['"royal family"', 'lotter*'] }] })
export type Me = z.infer<typeof Me>

/** What a reader may change of their own account. */
export const MyChange = z
  .object({
    time_zone: timeZone().optional(),
    brief_hour: briefHour().optional(),
    muted_words: MutedWords.optional(),
  })
  .meta({ id: 'MyChange', examples: [{ time_zone: 'Europe/Berlin', brief_hour: 7 }] })
export type MyChange = z.infer<typeof MyChange>

const account = {
  time_zone: timeZone().optional(),
  brief_hour: briefHour().optional(),
  role: z.enum(users.role.enumValues, { error: 'must be reader or admin' }).optional(),
}
const email = () =>
  z.email({ error: 'must be an e-mail address' }).max(255, 'must have at most 255 characters')

export const NewUser = z
  .object({ email: email(), ...account })
  .meta({ id: 'NewUser', examples: [{ email: 'ada@example.org' }] })
export type NewUser = z.infer<typeof NewUser>

export const UserChange = z
  .object({
    email: email().optional(),
    ...account,
    is_active: z.boolean({ error: 'must be true or false' }).optional(),
  })
  .meta({ id: 'UserChange', examples: [{ is_active: false }] })
export type UserChange = z.infer<typeof UserChange>

/** The stored link; `link_hash` shows whether a replayed result is about the link that was just created. */
export const StoredSignInLink = z.object(rowFields(signInLinks, ['expires_at', 'link_hash']))

export const SignInLink = z
  .object({
    link: z.string().meta({ description: 'Opens the pages as this user, once: shown this once' }),
    expires_at: moment(),
  })
  .meta({
    id: 'SignInLink',
    examples: [{ link: 'https://brief.example/sign-in#mb_…', expires_at: EXAMPLE_MOMENT }],
  })

export const UserParams = z.object({ id: id() })

export const UserQuery = z.object({
  limit: pageLimit(1000, 100),
  cursor: cursorOf('number').optional(),
})
