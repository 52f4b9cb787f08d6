import { neon, neonConfig } from '@neondatabase/serverless'
import { isLoopback } from '../database-url.ts'

/** One SQL text and its parameters. */
export interface Query {
  text: string
  params: unknown[]
}

export type Row = Record<string, unknown>

/**
 * Runs queries over HTTP in one round trip, rows as objects. Of several, all run in one transaction, where each sees
 * what was committed before it began.
 * @returns the rows of each query
 */
export type HttpClient = (queries: readonly Query[], signal: AbortSignal) => Promise<Row[][]>

/** One server of the database, as this isolate remembers it. */
export interface Server {
  readonly send: HttpClient
  /** It did not answer since, and until then nothing else is expected; the memory of one isolate, and short. */
  down: { since: number; until: number } | null
}

const servers = new Map<string, Server>()

// Loopback databases stand behind the local Neon protocol, which speaks plain HTTP on the database's own port.
const neonEndpoint = neonConfig.fetchEndpoint
neonConfig.fetchEndpoint = (host, port, options) => {
  if (isLoopback(host)) return `http://${host}:${port}/sql`
  return typeof neonEndpoint === 'string' ? neonEndpoint : neonEndpoint(host, port, options)
}

/**
 * The server behind a URL. Its client holds no connection, so one per isolate and URL is enough.
 * @param databaseUrl a URL that `readConfig` accepted
 */
export function connect(databaseUrl: string): Server {
  let server = servers.get(databaseUrl)
  if (!server) {
    const sql = neon(databaseUrl)
    server = {
      down: null,
      async send(queries, signal) {
        const fetchOptions = { signal }
        const [first, ...more] = queries.map(({ text, params }) =>
          sql.query(text, params as never[], { fetchOptions }),
        )
        return more.length === 0 ? [await first!] : sql.transaction([first!, ...more], { fetchOptions })
      },
    }
    servers.set(databaseUrl, server)
  }
  return server
}
