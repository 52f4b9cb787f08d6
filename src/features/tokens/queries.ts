import { sql } from 'drizzle-orm'
import { accessTokens } from '../../db/schema/index.ts'
import { many, one } from '../../db/statement.ts'
import type { AccessToken } from './schemas.ts'

const p = sql.placeholder

const columns = sql`${accessTokens.id}, ${accessTokens.name}, ${accessTokens.token_prefix}, ${accessTokens.last_used_at},
  ${accessTokens.expires_at}, ${accessTokens.created_at}, ${accessTokens.updated_at}`

/** The caller's token of this id; sessions of the pages are no tokens to their owner. */
const own = sql`${accessTokens.id} = ${p('id')}::int and ${accessTokens.user_id} = caller.id
  and ${accessTokens.kind} = 'token'`

/** All of the caller's tokens, the newest first; they are few. */
export const listTokens = many<Record<never, never>, AccessToken>('tokens.list', {
  work: sql`
    select ${columns} from ${accessTokens}, caller
    where ${accessTokens.user_id} = caller.id and ${accessTokens.kind} = 'token'
    order by ${accessTokens.id} desc`,
})

export const getToken = one<{ id: number }, AccessToken>('tokens.get', {
  noun: 'token',
  work: sql`select ${columns} from ${accessTokens}, caller where ${own}`,
})

/** A token of the caller's, unless there are as many as there may be. */
export const createToken = one<
  { name: string; hash: string; prefix: string; expires_at: string | null; max_tokens: number },
  AccessToken
>('tokens.create', {
  missing: ['limit_reached', 'You have as many tokens as one may have. Delete one that you no longer use.'],
  with: sql`room as materialized (
    select caller.id as user_id from caller where count_tokens(caller.id) < ${p('max_tokens')}::int
  )`,
  work: sql`
    insert into ${accessTokens} (user_id, name, token_hash, token_prefix, expires_at)
    select user_id, ${p('name')}, ${p('hash')}, ${p('prefix')}, ${p('expires_at')}::timestamptz from room
    returning ${columns}`,
})

/** Revokes a token at once, and with it the sessions that were begun with it. */
export const deleteToken = one<{ id: number }, { id: number }>('tokens.delete', {
  noun: 'token',
  guards: { table: accessTokens, where: own },
  work: sql`delete from ${accessTokens} using caller where ${own} returning ${accessTokens.id}`,
})
