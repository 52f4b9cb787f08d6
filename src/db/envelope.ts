import { type SQL, sql } from 'drizzle-orm'
import type { BoundQuery } from './bound-query.ts'
import { me } from './builder.ts'
import type { Credential } from './credential.ts'
import { DEMO_EMAIL } from './credential.ts'
import type { Access, Requirement, VersionedRow } from './definition.ts'
import { idempotencyKeys } from './schema/index.ts'

/**
 * What stands around a statement's work in its transaction: separate statements before it, each of which raises an error
 * (SQLSTATE) when it must not be done, and a record behind it. The functions are those of the migrations 0021_enter and
 * 0025_enter_limits.
 */
export const SQLSTATE = {
  /** The credential proves nothing. */
  unauthenticated: 'MB401',
  /** The caller has not the role. */
  forbidden: 'MB403',
  /** A requirement does not hold; the message is its code. */
  refused: 'MB409',
  /** The caller has as many Idempotency-Keys as are kept. */
  tooManyKeys: 'MB429',
  /** The Idempotency-Key was used before: its reply is on record. */
  replayed: 'MB208',
  /** Row-level security is not in force, as where the role cannot be entered. */
  unprotected: 'MB500',
} as const

/** Names of parameters that belong to the request rather than to its statement. */
export interface RequestParams {
  $key?: string
  $versions?: string
}

const $key = sql.placeholder('$key' satisfies keyof RequestParams)
const $versions = sql.placeholder('$versions' satisfies keyof RequestParams)

/**
 * Proves who asks, and puts the rest of the transaction behind the wall of row-level security. It gives one row: the
 * caller's id and, where it is time to note that the token is in use, the token's id. The statements that follow have so
 * much time each, and a little less to wait for locks: what only waited may be asked again (`classifyError`).
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

/** Claims an Idempotency-Key: of two requests with one key at the same moment the later waits here for the earlier. */
export const beginIdempotent = (
  { key, fingerprint }: { key: string; fingerprint: string },
  maxKeys: number,
): BoundQuery => ({
  text: 'select begin_idempotent($1, $2, $3)',
  params: [key, fingerprint, maxKeys],
  single: true,
})

/** What the first request with the caller's key asked and was answered. */
export const readRecord = (key: string): BoundQuery => ({
  text: `select fingerprint, response #>> '{}' from idempotency_keys
    where user_id = (select current_user_id()) and key = $1 and expires_at > now() and response is not null`,
  params: [key],
})

/** The transaction that a command ran in, for replicas to be compared with. */
export const CURRENT_TRANSACTION: BoundQuery = {
  text: 'select pg_current_xact_id()::text',
  params: [],
  single: true,
}

/**
 * CTE that keeps the rows of `work` with the key that `begin_idempotent` has claimed. They are kept as text, because jsonb
 * would change the order of their fields. Where there are none, nothing was done, and the key may be used again.
 */
export const recordRows = sql`record as (
  update ${idempotencyKeys} set response = to_jsonb(done.rows::text)
  from (select json_agg(work) as rows from work having count(*) > 0) done
  where ${idempotencyKeys.user_id} = ${me} and ${idempotencyKeys.key} = ${$key}
)`

export const requirement = ({ holds, otherwise }: Requirement): SQL =>
  sql`select require(${holds}, ${sql.raw(`'${otherwise.code}'`)})`

/**
 * Compares the row's version, which is its `updated_at` as JSON has it, with those that the caller has read; `*` is any.
 * The row is locked: an update that is under way is waited for, and what it made is compared. A row that is not there the
 * work will not find, either; where the work would make it, it has no version that could match.
 */
export function versionCheck({ table, where, upserts }: VersionedRow): SQL {
  const matches = sql`${$versions}::jsonb = '"*"' or ${$versions}::jsonb ? (to_json(updated_at) #>> '{}')`
  return sql`
    with target as materialized (
      select ${table.updated_at} as updated_at from ${table} where ${where} for update
    )
    select require(coalesce((select ${matches} from target), ${sql.raw(String(!upserts))}), 'precondition_failed')`
}
