import { and, desc, eq, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db, me } from '../../db/builder.ts'
import { accessTokens } from '../../db/schema/index.ts'
import { command, query } from '../../db/statement.ts'
import { tokenColumns } from './columns.ts'
import { AccessToken } from './schemas.ts'

type TokenId = { id: number }
type TokenToCreate = {
  name: string
  token_hash: string
  token_prefix: string
  expires_at?: string | null | undefined
  max_tokens: number
}

/** The caller's tokens; sessions of the pages are no tokens to their owner. */
const areOwn = and(eq(accessTokens.user_id, me), eq(accessTokens.kind, 'token'))
const own = ({ id }: TokenId) => and(eq(accessTokens.id, id), areOwn)

/** All of the caller's tokens, the newest first; they are few. */
export const tokensOfCaller = () =>
  db.select(tokenColumns).from(accessTokens).where(areOwn).orderBy(desc(accessTokens.id))

export const listTokens = query.many('tokens.list', { returns: AccessToken }, tokensOfCaller)

export const getToken = query.one('tokens.get', { returns: AccessToken, noun: 'token' }, (token: TokenId) =>
  db.select(tokenColumns).from(accessTokens).where(own(token)),
)

/** A token of the caller's, unless there are as many as there may be. */
export const createToken = command.one(
  'tokens.create',
  {
    returns: AccessToken,
    requires: ({ max_tokens }: TokenToCreate) => [
      {
        holds: sql`count_tokens(${me}) < ${max_tokens}::int`,
        otherwise: {
          code: 'limit_reached',
          detail: 'You have as many tokens as one may have. Delete one that you no longer use.',
        },
      },
    ],
  },
  ({ max_tokens: _, ...token }: TokenToCreate) =>
    db
      .insert(accessTokens)
      .values({ user_id: me, ...token })
      .returning(tokenColumns),
)

/** Revokes a token at once, and with it the sessions that were begun with it. */
export const deleteToken = command.one(
  'tokens.delete',
  {
    returns: z.object({ id: z.int() }),
    noun: 'token',
    versioned: (token: TokenId) => ({ table: accessTokens, where: own(token) }),
  },
  (token: TokenId) => db.delete(accessTokens).where(own(token)).returning({ id: accessTokens.id }),
)
