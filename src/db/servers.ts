import type { Query, Row, Server } from './connect.ts'
import { retry } from './retry.ts'
import { isTimeout, judge } from './verdict.ts'

/** How long an isolate remembers that a server did not answer, in milliseconds. */
const MEMORY_MS = 1_000

/** The database's servers; all of them hold the same rows, the replica a little later. */
export interface Servers {
  primary: Server
  replica: Server | null
}

/** A statement, ready to be sent. */
export interface Sending {
  /** The statement itself, and what sets its transaction up before it. */
  query: Query
  before: Query | undefined
  reads: boolean
  /** Done twice is the same as done once. */
  repeatable: boolean
  /** May be a little old, so the replica answers it. */
  isShared: boolean
  /** The transaction that the caller has written last (`pg_current_xact_id()`) and must see. */
  written: string | undefined
}

export interface SendOptions {
  /** How long all attempts together may take, in milliseconds. */
  timeoutMs: number
  /** How long one attempt may take where another may follow. */
  attemptMs: number
  /** Told of each attempt. */
  observe: (event: { ms: number; attempt: number; error?: unknown }) => void
}

/** The replica has not seen yet what the caller has written. */
class Behind extends Error {
  override readonly name = 'Behind'
}

/**
 * Whether a replica shows the transaction, asked before the snapshot of the statement that follows is taken. An LSN
 * would not do: a statement knows none that lies behind its own commit.
 */
const SHOWS = `select case when $1::xid8 < pg_snapshot_xmax(pg_current_snapshot())
  then pg_xact_status($1::xid8) is distinct from 'in progress' else false end as shows`

/**
 * Sends a statement to the server that should answer it, again and elsewhere as failures allow: shared reads to the
 * replica, all else to the primary; all reads to the replica while the primary is away.
 * @returns the statement's one row
 * @throws the last failure as the driver gave it
 */
export async function send(servers: Servers, sending: Sending, options: SendOptions): Promise<Row> {
  const { repeatable, written } = sending
  const order = preferred(servers, sending)
  const now = Date.now()
  let behind = false
  let attempts = 0
  return retry(
    async (signal) => {
      const server = choose(order, behind ? servers.replica : null)
      const isReplica = server === servers.replica
      const started = Date.now()
      const attempt = ++attempts
      try {
        const row = await ask(server, sending, isReplica && written !== undefined, signal)
        // A token may be newer than what the replica has seen; only the primary can tell that there is none.
        if (isReplica && row.identity === null && !isDown(servers.primary)) throw new Behind()
        server.down = null
        options.observe({ ms: Date.now() - started, attempt })
        return row
      } catch (error) {
        behind ||= error instanceof Behind
        note(server, error)
        options.observe({ ms: Date.now() - started, attempt, error })
        throw error
      }
    },
    {
      deadline: now + (isLongDown(servers.primary, options) ? MEMORY_MS : options.timeoutMs),
      attemptMs: options.attemptMs,
      repeatable,
    },
  )
}

async function ask(server: Server, { query, before, written }: Sending, fence: boolean, signal: AbortSignal) {
  const queries = [fence ? { text: SHOWS, params: [written] } : undefined, before, query].filter(
    (q) => q !== undefined,
  )
  const results = await server.send(queries, signal)
  if (fence && results[0]?.[0]?.shows !== true) throw new Behind()
  const rows = results.at(-1)
  // Every statement answers with one row: anything else was broken on its way.
  if (results.length !== queries.length || rows?.length !== 1 || !('result' in rows[0]!)) {
    throw new SyntaxError('the reply is not that of the statement')
  }
  return rows[0]
}

function preferred({ primary, replica }: Servers, { reads, isShared }: Sending): Server[] {
  if (replica === null || !reads) return [primary]
  return isShared ? [replica, primary] : [primary, replica]
}

/** The first of the servers that is neither away nor behind; else one that is only behind, for that passes. */
function choose(order: readonly Server[], behind: Server | null): Server {
  const flaws = (server: Server) => (isDown(server) ? 2 : 0) + (server === behind ? 1 : 0)
  return order.reduce((best, server) => (flaws(server) < flaws(best) ? server : best))
}

/** Whether the server did not answer a moment ago. */
export const isDown = ({ down }: Server) => down !== null && Date.now() < down.until

/** An outage that has outlasted the patience of a request: the next one need not find out anew. */
const isLongDown = (server: Server, { timeoutMs }: SendOptions) =>
  isDown(server) && Date.now() - server.down!.since > timeoutMs

/**
 * A failure that is no answer of the database counts as its absence; being rolled back for another does not. A slow
 * answer begins no long outage: a server that has just come back may be slow at first.
 */
function note(server: Server, error: unknown): void {
  const code = (error as { code?: unknown } | null)?.code
  if (error instanceof Behind || judge(error) === 'final' || code === '40001' || code === '40P01') return
  const now = Date.now()
  const goesOn = server.down && now < server.down.until + MEMORY_MS && !isTimeout(error)
  const since = goesOn ? server.down!.since : now
  server.down = { since, until: now + MEMORY_MS }
}
