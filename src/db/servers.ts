import type { BoundQuery, Rows } from './bound-query.ts'
import { classifyError, isRolledBack, isTimeout, sqlState } from './classify-error.ts'
import type { Server } from './connect.ts'
import { SQLSTATE } from './envelope.ts'
import { retry } from './retry.ts'
import type { OpenSession } from './session.ts'

/** How long an isolate remembers that a server did not answer, in milliseconds. */
const MEMORY_MS = 1_000

/** The primary and the read replica. */
export interface Servers {
  primary: Server
  replica: Server | null
}

/** Queries of one transaction, ready to be sent. */
export interface Sending {
  queries: readonly BoundQuery[]
  /** The queries only read. */
  reads: boolean
  /** Running them twice does no harm. */
  repeatable: boolean
  /** The result may be slightly outdated, so the replica can answer. */
  isShared: boolean
  /** The id of the caller's last write transaction (`pg_current_xact_id()`), which the result must include. */
  written: string | undefined
}

export interface SendOptions {
  /** The timeout of all attempts together, in milliseconds. */
  timeoutMs: number
  /** The timeout of an attempt that may be retried. */
  attemptMs: number
  /** Called after each attempt. */
  observe: (event: { ms: number; attempt: number; error?: unknown }) => void
}

/** The replica has not replayed the caller's last write yet. */
class ReplicaLagError extends Error {
  override readonly name = 'ReplicaLagError'
}

/**
 * Whether a replica has replayed the transaction. It runs before the statement, whose snapshot is then at least as new. It
 * compares transaction ids, because a statement cannot know the LSN of its own commit.
 */
const SHOWS = `select case when $1::xid8 < pg_snapshot_xmax(pg_current_snapshot())
  then pg_xact_status($1::xid8) is distinct from 'in progress' else false end as shows`

/**
 * Sends queries, with retries and failover. Shared reads go to the replica, everything else to the primary; while the
 * primary is down, all reads go to the replica.
 * @returns the rows of each query
 * @throws the last failure as the driver gave it
 */
export const send = (servers: Servers, sending: Sending, options: SendOptions): Promise<Rows[]> =>
  attempt(servers, sending, options, (server, written, signal) =>
    ask(server, sending.queries, written, signal),
  )

/**
 * Opens a read-only session that begins with these queries, on the primary, or on the replica while the primary is down.
 * @throws the last failure as the driver gave it
 */
export const openSession = (
  servers: Servers,
  { queries, written }: Pick<Sending, 'queries' | 'written'>,
  options: SendOptions,
): Promise<OpenSession> =>
  attempt(
    servers,
    { reads: true, repeatable: true, isShared: false, written },
    options,
    async (server, written, signal) => {
      const fence = fenceOf(written)
      const { session, results } = await server.open([...fence, ...queries], signal)
      if (!isShown(results.splice(0, fence.length))) {
        session.close()
        throw new ReplicaLagError()
      }
      return { session, results }
    },
  )

/** Tries the servers in order of preference until one answers; see `send`. */
async function attempt<T>(
  servers: Servers,
  sending: Omit<Sending, 'queries'>,
  options: SendOptions,
  once: (server: Server, written: string | undefined, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const order = preferred(servers, sending)
  const now = Date.now()
  let lags = false
  let attempts = 0
  return retry(
    async (signal) => {
      const server = choose(order, lags ? servers.replica : null)
      const isReplica = server === servers.replica
      const started = Date.now()
      const attempt = ++attempts
      try {
        const result = await once(server, isReplica ? sending.written : undefined, signal)
        server.down = null
        server.hasAnswered = true
        options.observe({ ms: Date.now() - started, attempt })
        return result
      } catch (thrown) {
        // A new token may not have reached the replica yet, so ask the primary before refusing it.
        const isNew = isReplica && sqlState(thrown) === SQLSTATE.unauthenticated && !isDown(servers.primary)
        const error = isNew ? new ReplicaLagError() : thrown
        lags ||= error instanceof ReplicaLagError
        note(server, error)
        if (sqlState(thrown) !== undefined) server.hasAnswered = true
        options.observe({ ms: Date.now() - started, attempt, error })
        throw error
      }
    },
    {
      deadline: now + (isLongDown(servers.primary, options) ? MEMORY_MS : options.timeoutMs),
      attemptMs: options.attemptMs,
      repeatable: sending.repeatable,
      isHopeless: (error) => isMute(servers.primary, error) && Date.now() > now + MEMORY_MS,
    },
  )
}

/** @param written the transaction that the server must have replayed, if any */
async function ask(
  server: Server,
  queries: readonly BoundQuery[],
  written: string | undefined,
  signal: AbortSignal,
): Promise<Rows[]> {
  const fence = fenceOf(written)
  const sent = [...fence, ...queries]
  const results = await server.send(sent, signal)
  if (results.length !== sent.length || !sent.every((query, at) => isReplyTo(query, results[at]))) {
    throw new SyntaxError('the reply is not that of these queries')
  }
  if (!isShown(results.splice(0, fence.length))) throw new ReplicaLagError()
  return results
}

/** The query that checks whether the server has replayed a transaction, if one is given. */
const fenceOf = (written: string | undefined): BoundQuery[] =>
  written === undefined ? [] : [{ text: SHOWS, params: [written], single: true }]

const isShown = (fences: readonly Rows[]) => fences.every((rows) => rows[0]?.[0] === true)

const isReplyTo = ({ single }: BoundQuery, rows: unknown) =>
  Array.isArray(rows) && rows.every((row) => Array.isArray(row)) && (!single || rows.length === 1)

function preferred(
  { primary, replica }: Servers,
  { reads, isShared }: Pick<Sending, 'reads' | 'isShared'>,
): Server[] {
  if (replica === null || !reads) return [primary]
  return isShared ? [replica, primary] : [primary, replica]
}

/** The first server that is neither down nor lagging; otherwise one that only lags, since lag is short. */
function choose(order: readonly Server[], lagging: Server | null): Server {
  const flaws = (server: Server) => (isDown(server) ? 2 : 0) + (server === lagging ? 1 : 0)
  return order.reduce((best, server) => (flaws(server) < flaws(best) ? server : best))
}

/** Whether the server is assumed to be down, because it did not answer a moment ago. */
export const isDown = ({ down }: Server) => down !== null && Date.now() < down.until

/**
 * Whether nothing on this machine has ever answered as Neon does: it may be a plain Postgres, whose protocol is another.
 * The two cannot be told apart, since a Postgres closes the connection of whoever speaks HTTP. It closes it at once, so an
 * attempt that took too long says that a server of ours is there and is busy.
 */
export const isMute = ({ isLoopback, hasAnswered }: Server, error: unknown) =>
  isLoopback && !hasAnswered && !isTimeout(error)

/** Whether the server has been down for longer than a request waits, so that the next request need not wait as long. */
const isLongDown = (server: Server, { timeoutMs }: SendOptions) =>
  isDown(server) && Date.now() - server.down!.since > timeoutMs

/**
 * Marks the server as down if it did not answer. Errors that Postgres reported, including rollbacks, do not count. A timeout
 * does not extend an outage, because a server that has just come back may be slow at first.
 */
function note(server: Server, error: unknown): void {
  const failure = classifyError(error)
  if (error instanceof ReplicaLagError || failure === 'final' || isRolledBack(error)) return
  const now = Date.now()
  const goesOn = server.down && now < server.down.until + MEMORY_MS && !isTimeout(error)
  const since = goesOn ? server.down!.since : now
  server.down = { since, until: now + MEMORY_MS }
}
