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

/** The caller's tokens, without the sessions of the pages, which are stored in the same table. */
const areOwn = and(eq(accessTokens.user_id, me), eq(accessTokens.kind, 'token'))
const own = ({ id }: TokenId) => and(eq(accessTokens.id, id), areOwn)

/** All of the caller's tokens, newest first. */
export const tokensOfCaller = () =>
  db.select(tokenColumns).from(accessTokens).where(areOwn).orderBy(desc(accessTokens.id))

export const listTokens = query.many('tokens.list', { returns: AccessToken }, tokensOfCaller)

export const getToken = query.one('tokens.get', { returns: AccessToken, noun: 'token' }, (token: TokenId) =>
  db.select(tokenColumns).from(accessTokens).where(own(token)),
)

/** Creates a token, unless the caller has the maximum number. */
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

/** Revokes a token, and with it the sessions that were started with it. */
export const deleteToken = command.one(
  'tokens.delete',
  {
    returns: z.object({ id: z.int() }),
    noun: 'token',
    versioned: (token: TokenId) => ({ table: accessTokens, where: own(token) }),
  },
  (token: TokenId) => db.delete(accessTokens).where(own(token)).returning({ id: accessTokens.id }),
)
