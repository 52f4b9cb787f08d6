import { and, desc, eq, ne, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db, me } from '../../db/builder.ts'
import { accessTokens } from '../../db/schema/index.ts'
import { command, query } from '../../db/statement.ts'
import { Session } from './schemas.ts'

/** The hash of the request's session; a request with a token has none. */
export type CurrentSession = { session_hash?: string | undefined }

/** The caller's valid sessions; a job deletes the expired ones. */
const areOwn = and(
  eq(accessTokens.user_id, me),
  eq(accessTokens.kind, 'session'),
  sql`coalesce(${accessTokens.expires_at} > now(), true)`,
)

const Ended = z.object({ id: z.int() })

/** All of the caller's sessions, newest first. */
export const sessionsOfCaller = ({ session_hash }: CurrentSession) =>
  db
    .select({
      id: accessTokens.id,
      name: accessTokens.name,
      last_used_at: accessTokens.last_used_at,
      expires_at: accessTokens.expires_at,
      created_at: accessTokens.created_at,
      updated_at: accessTokens.updated_at,
      is_current: isCurrent(session_hash),
    })
    .from(accessTokens)
    .where(areOwn)
    .orderBy(desc(accessTokens.id))

const isCurrent = (session_hash: string | undefined): SQL<boolean> =>
  session_hash === undefined ? sql`false` : sql`${accessTokens.token_hash} = ${session_hash}`

export const listSessions = query.many('sessions.list', { returns: Session }, sessionsOfCaller)

/** Ends a session, on whichever device it is. */
export const endSession = command.one(
  'sessions.end',
  { returns: Ended, noun: 'session' },
  ({ id }: { id: number }) =>
    db
      .delete(accessTokens)
      .where(and(eq(accessTokens.id, id), areOwn))
      .returning({ id: accessTokens.id }),
)

/** Ends all of the caller's sessions except that of the request. */
export const endOtherSessions = command.many(
  'sessions.end_others',
  { returns: Ended },
  ({ session_hash }: CurrentSession) =>
    db
      .delete(accessTokens)
      .where(and(areOwn, session_hash === undefined ? undefined : ne(accessTokens.token_hash, session_hash)))
      .returning({ id: accessTokens.id }),
)
