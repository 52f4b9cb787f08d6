import type pg from 'pg'
import * as z from 'zod'
import { createToken, PREFIX_LENGTH } from '../../http/authenticate.ts'
import { hashToken } from '../../http/hash.ts'
import { MigrateError } from '../../migrate/errors.ts'
import { findTimeZone, localTimeZone } from './time-zone.ts'
import { type DatabaseOptions, inTransaction } from './transaction.ts'

const emailAddress = z.email().max(255)

export interface CreateUserOptions extends DatabaseOptions {
  email: string
  admin?: boolean | undefined
  /** IANA name. Default: this machine's. */
  timeZone?: string | undefined
  /** 0 to 23, in the user's time zone. Default 6. */
  briefHour?: number | undefined
  /** The name of the token. Default: first token. */
  tokenName?: string | undefined
  /** Whether to create a one-time sign-in link for the pages, too. */
  signInLink?: boolean | undefined
  /** Whether an existing user gets another token. */
  oneMoreToken?: boolean | undefined
}

/** The columns of a user that the command shows. */
export interface UserRow {
  id: number
  email: string
  role: 'reader' | 'admin'
  time_zone: string
  brief_hour: number
  is_active: boolean
}

export interface CreatedUser {
  /** False when the user existed already; then only a token or link was created. */
  created: boolean
  user: UserRow
  /** The new token, to be shown once, because only its SHA-256 is stored; null when none was created. */
  token: string | null
  /** The path of the sign-in link, which works once within a day; null when none was requested. */
  sign_in_path: string | null
}

/**
 * Creates a user with a first token, or another token for an existing user.
 * @throws MigrateError when the address or time zone is not valid, or the user may not sign in
 */
export async function createUser(options: CreateUserOptions): Promise<CreatedUser> {
  const email = options.email.trim()
  if (!emailAddress.safeParse(email).success)
    throw new MigrateError(`${JSON.stringify(email)} is not an e-mail address.`, {
      hint: 'Write one such as ada@example.org, of at most 255 characters.',
    })
  return inTransaction(options, async (client) => {
    const timeZone = await requireTimeZone(client, options.timeZone)
    const inserted = await client.query<UserRow>(
      `insert into users (email, role, time_zone, brief_hour) values ($1, $2, $3, $4)
       on conflict (lower(email)) do nothing
       returning id, email, role, time_zone, brief_hour, is_active`,
      [email, options.admin ? 'admin' : 'reader', timeZone, options.briefHour ?? 6],
    )
    const created = inserted.rows.length > 0
    const user = inserted.rows[0] ?? (await findUser(client, email))
    if (!created && !options.oneMoreToken && !options.signInLink)
      return { created, user, token: null, sign_in_path: null }
    if (!user.is_active)
      throw new MigrateError(`${user.email} is deactivated: a token would not let anyone in.`, {
        hint: 'Activate the user first.',
      })
    const name = options.tokenName ?? (created ? 'first token' : 'one more token')
    const token = created || options.oneMoreToken ? await writeToken(client, user.id, name) : null
    return {
      created,
      user,
      token,
      sign_in_path: options.signInLink ? await writeLink(client, user.id) : null,
    }
  })
}

async function requireTimeZone(client: pg.Client, given: string | undefined): Promise<string> {
  const name = await findTimeZone(client, given ?? localTimeZone())
  if (name || given === undefined) return name ?? 'UTC'
  throw new MigrateError(`${JSON.stringify(given)} is not a time zone.`, {
    hint: 'Write an IANA name such as Europe/Berlin, America/New_York or UTC.',
  })
}

async function findUser(client: pg.Client, email: string): Promise<UserRow> {
  const { rows } = await client.query<UserRow>(
    `select id, email, role, time_zone, brief_hour, is_active from users where lower(email) = lower($1)`,
    [email],
  )
  return rows[0]!
}

async function writeToken(client: pg.Client, userId: number, name: string): Promise<string> {
  const token = createToken()
  await client.query(
    'insert into access_tokens (user_id, name, token_hash, token_prefix) values ($1, $2, $3, $4)',
    [userId, name, await hashToken(token), token.slice(0, PREFIX_LENGTH)],
  )
  return token
}

async function writeLink(client: pg.Client, userId: number): Promise<string> {
  const code = createToken()
  await client.query(
    `insert into sign_in_links (user_id, link_hash, expires_at) values ($1, $2, now() + interval '1 day')`,
    [userId, await hashToken(code)],
  )
  return `/sign-in?link=${code}`
}
