import { type SQL, sql } from 'drizzle-orm'
import type { BoundQuery } from './bound-query.ts'
import { me } from './builder.ts'
import type { Credential } from './credential.ts'
import { DEMO_EMAIL } from './credential.ts'
import type { Access, Requirement, VersionedRow } from './definition.ts'
import { idempotencyKeys } from './schema/index.ts'

/**
 * The statements around the work in its transaction. Those before it raise an error with one of these SQLSTATEs if the work
 * must not be done. Their SQL functions are in the migrations `enter` and `enter_limits`.
 */
export const SQLSTATE = {
  /** The credential is not valid. */
  unauthenticated: 'MB401',
  /** The caller does not have the required role. */
  forbidden: 'MB403',
  /** A requirement does not hold; the message is the error code. */
  refused: 'MB409',
  /** The caller has the maximum number of Idempotency-Keys. */
  tooManyKeys: 'MB429',
  /** The Idempotency-Key was used before, and its result is stored. */
  replayed: 'MB208',
  /** Row-level security is not in force, for example because the role cannot be set. */
  unprotected: 'MB500',
} as const

/** Parameters that belong to the request, not to the statement. */
export interface RequestParams {
  $key?: string
  $versions?: string
}

const $key = sql.placeholder('$key' satisfies keyof RequestParams)
const $versions = sql.placeholder('$versions' satisfies keyof RequestParams)

/**
 * Verifies the credential and sets the caller, the role and the timeouts for the rest of the transaction, so that row-level
 * security is in force. It returns one row: the caller's id, and the token's id if its last use should be updated.
 * @param statementMs the timeout of each statement that follows. The lock timeout is shorter, because a statement that only
 *   waited for a lock may be retried (`classifyError`).
 */
export function enter(credential: Credential, access: Access, statementMs: number): BoundQuery {
  const role = access === 'admin' ? 'admin' : 'reader'
  const limits = [statementMs, statementMs * 0.8].map(Math.ceil)
  // The function sets the limits. With `set_config` in the statement, the local Neon protocol would take the session for
  // changed and reset it after every request, prepared plans included.
  return credential.kind === 'demo'
    ? {
        text: 'select * from enter_as_email($1, $2, $3, $4)',
        params: [DEMO_EMAIL, role, ...limits],
        single: true,
      }
    : {
        text: 'select * from enter_as_token($1, $2, $3, $4, $5)',
        params: [credential.token_hash, credential.kind, role, ...limits],
        single: true,
      }
}

/** Claims an Idempotency-Key. If another request with the same key is running, this waits until it has finished. */
export const beginIdempotent = (
  { key, fingerprint }: { key: string; fingerprint: string },
  maxKeys: number,
): BoundQuery => ({
  text: 'select begin_idempotent($1, $2, $3)',
  params: [key, fingerprint, maxKeys],
  single: true,
})

/** Reads the fingerprint and the result that the first request with the key has stored. */
export const readRecord = (key: string): BoundQuery => ({
  text: `select fingerprint, response #>> '{}' from idempotency_keys
    where user_id = (select current_user_id()) and key = $1 and expires_at > now() and response is not null`,
  params: [key],
})

/** The id of the command's transaction; a replica is up to date when it has replayed it. */
export const CURRENT_TRANSACTION: BoundQuery = {
  text: 'select pg_current_xact_id()::text',
  params: [],
  single: true,
}

/**
 * CTE that stores the rows of `work` under the key that `begin_idempotent` has claimed. They are stored as text, because
 * jsonb would change the order of the fields. Without rows nothing was changed, so the key may be used again.
 */
export const recordRows = sql`record as (
  update ${idempotencyKeys} set response = to_jsonb(done.rows::text)
  from (select json_agg(work) as rows from work having count(*) > 0) done
  where ${idempotencyKeys.user_id} = ${me} and ${idempotencyKeys.key} = ${$key}
)`

export const requirement = ({ holds, otherwise }: Requirement): SQL =>
  sql`select require(${holds}, ${sql.raw(`'${otherwise.code}'`)})`

/**
 * Compares the row's version (`updated_at` in its JSON form) with those in If-Match; `*` matches any. It locks the row, so it
 * waits for a running update and compares the new version. If the row does not exist, the check passes and the work reports
 * `not_found`; an upsert, which would create it, fails the check.
 */
export function versionCheck({ table, where, upserts }: VersionedRow): SQL {
  const matches = sql`${$versions}::jsonb = '"*"' or ${$versions}::jsonb ? (to_json(updated_at) #>> '{}')`
  return sql`
    with target as materialized (
      select ${table.updated_at} as updated_at from ${table} where ${where} for update
    )
    select require(coalesce((select ${matches} from target), ${sql.raw(String(!upserts))}), 'precondition_failed')`
}
