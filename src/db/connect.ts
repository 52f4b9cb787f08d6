import { type CustomTypesConfig, neon, neonConfig, types } from '@neondatabase/serverless'
import { isLoopback } from '../database-url.ts'
import type { BoundQuery, Rows } from './bound-query.ts'
import { type OpenSession, Session } from './session.ts'

/**
 * Runs queries over HTTP in one round trip. Several queries run in one transaction (READ COMMITTED).
 * @returns the rows of each query
 */
export type HttpClient = (queries: readonly BoundQuery[], signal: AbortSignal) => Promise<Rows[]>

/** A database server, with what this isolate remembers about its availability. */
export interface Server {
  readonly send: HttpClient
  /** On this very machine, where it stands behind the local Neon protocol. */
  readonly isLoopback: boolean
  /** It has answered this isolate once. */
  hasAnswered: boolean
  /** Opens a read-only session, for results that are too large for one response. */
  readonly open: (queries: readonly BoundQuery[], signal: AbortSignal) => Promise<OpenSession>
  /** Set when it did not answer: since when, and until when it is assumed to be still down. */
  down: { since: number; until: number } | null
}

const servers = new Map<string, Server>()

// A database on loopback is behind our local Neon proxy, which serves plain HTTP on the database's port.
const neonEndpoint = neonConfig.fetchEndpoint
neonConfig.fetchEndpoint = (host, port, options) => {
  if (isLoopback(host)) return `http://${host}:${port}/sql`
  return typeof neonEndpoint === 'string' ? neonEndpoint : neonEndpoint(host, port, options)
}

const { DATE, INTERVAL, TIMESTAMP, TIMESTAMPTZ } = types.builtins
const TIMES: ReadonlySet<unknown> = new Set([DATE, INTERVAL, TIMESTAMP, TIMESTAMPTZ])

/** Keeps times as text, because a Date would lose the microseconds; the columns decode the text. */
const asText: CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    TIMES.has(oid) ? (text: string) => text : types.getTypeParser(oid, format),
}

/**
 * The server of a URL. Its client holds no connection, so one per isolate and URL is enough.
 * @param databaseUrl a URL that `readConfig` accepted
 */
export function connect(databaseUrl: string): Server {
  let server = servers.get(databaseUrl)
  if (!server) {
    const sql = neon(databaseUrl, { arrayMode: true })
    server = {
      down: null,
      isLoopback: isLoopback(new URL(databaseUrl).hostname),
      hasAnswered: false,
      open: (queries, signal) => Session.open(databaseUrl, queries, signal),
      async send(queries, signal) {
        const fetchOptions = { signal }
        const [first, ...more] = queries.map(({ text, params }) =>
          sql.query(text, params, { fetchOptions, types: asText }),
        )
        if (!first) return []
        return more.length === 0 ? [await first] : sql.transaction([first, ...more], { fetchOptions })
      },
    }
    servers.set(databaseUrl, server)
  }
  return server
}
