import { type SQL, sql } from 'drizzle-orm'
import { CALLER_QUERIES, type Credential } from './credential.ts'
import { idempotencyKeys } from './schema/index.ts'
import type { Work } from './statement.ts'

/** In which of its forms a statement runs; each is compiled once. */
export interface Variant {
  credential: Credential['kind'] | 'service'
  /** Looks its Idempotency-Key up before the work, and records the answer with it. */
  keyed: boolean
  /** Compares the row with the request's If-Match before the work. */
  guarded: boolean
  /** Tells the transaction that it wrote in, for replicas to be compared with. */
  tracked: boolean
}

const p = sql.placeholder
const key = idempotencyKeys

/** The answer that is on record for this key; none when its day has passed. */
const replay = sql`
  select ${key.fingerprint}, ${key.response} #>> '{}' as response from ${key} join identity on identity.id = ${key.user_id}
  where ${key.key} = ${p('idempotency_key')} and ${key.expires_at} > now()`

/**
 * Keeps the answer with the key. Of two statements with one key at the same moment the later waits here for the earlier,
 * and a fingerprint of NULL, which the column forbids, undoes it whole; `Database` then asks again and gets the replay.
 * The answer is kept as text, because jsonb would change the order of its fields.
 */
const record = sql`
  insert into ${key} (user_id, key, fingerprint, response)
  select caller.id, ${p('idempotency_key')}, ${p('fingerprint')}, to_jsonb(answer.result::text) from caller, answer
  where answer.result is not null
  on conflict (user_id, key) do update set
    fingerprint = case when ${key.expires_at} <= now() then excluded.fingerprint end,
    response = excluded.response, expires_at = excluded.expires_at`

/** The row as it stands, locked: an update that is under way is waited for, and what it made is compared. */
const target = ({ table, where }: NonNullable<Work['guards']>) => sql`
  select ${table.updated_at} as updated_at from ${table}, identity as caller where ${where} for update of ${table}`

/** An entity tag is the row's `updated_at` as JSON has it; NULL where there is no row. */
const matches = sql`
  select ${p('if_match')}::jsonb = '"*"' or ${p('if_match')}::jsonb ? (to_json(updated_at) #>> '{}') from guarded_row`

/** Authentication, conditions, work and answer as one statement: whoever proves to be nobody does nothing. */
export function compose(work: Work, { credential, keyed, guarded, tracked }: Variant, result: SQL): SQL {
  const extra = work.with ? sql`${work.with}, ` : sql``
  if (credential === 'service') return sql`with ${extra}work as (${work.work}) select ${result} as result`
  const conditions: SQL[] = [sql`true`]
  if (work.access === 'admin') conditions.push(sql`role = 'admin'`)
  if (keyed) conditions.push(sql`not exists (select from replay)`)
  if (guarded) conditions.push(sql`(${matches})`)
  return sql`
    with identity as materialized (${CALLER_QUERIES[credential]}),
      ${keyed ? sql`replay as materialized (${replay}),` : sql``}
      ${guarded ? sql`guarded_row as materialized (${target(work.guards!)}),` : sql``}
      caller as (select * from identity where ${sql.join(conditions, sql` and `)}),
      ${extra}work as (${work.work})
      ${keyed ? sql`, answer as materialized (select ${result} as result), record as (${record})` : sql``}
    select
      (select json_build_object('id', id, 'role', role, 'stale_token_id', case when is_stale then token_id end)
       from identity) as identity,
      ${keyed ? sql`(select to_json(replay) from replay) as replay,` : sql``}
      ${guarded ? sql`(${matches}) as matches,` : sql``}
      ${tracked ? sql`pg_current_xact_id()::text as written,` : sql``}
      ${work.refusal ? sql`${work.refusal.when} as refused,` : sql``}
      ${keyed ? sql`(select result from answer)` : result} as result`
}
