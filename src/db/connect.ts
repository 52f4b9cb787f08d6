import { neon, neonConfig } from '@neondatabase/serverless'
import { isLoopback } from '../config.ts'

/** One SQL text and its parameters. */
export interface Query {
  text: string
  params: unknown[]
}

/**
 * Runs one query over HTTP, rows as objects. With `before`, both run in one transaction and still in one round trip;
 * the rows are those of the query.
 */
export type HttpClient = (
  query: Query,
  options: { signal: AbortSignal; before?: Query | undefined },
) => Promise<Record<string, unknown>[]>

const clients = new Map<string, HttpClient>()

// Loopback databases stand behind the local Neon protocol, which speaks plain HTTP on the database's own port.
const neonEndpoint = neonConfig.fetchEndpoint
neonConfig.fetchEndpoint = (host, port, options) => {
  if (isLoopback(host)) return `http://${host}:${port}/sql`
  return typeof neonEndpoint === 'string' ? neonEndpoint : neonEndpoint(host, port, options)
}

/**
 * The HTTP client of a database. It holds no connection, so one per isolate and URL is enough.
 * @param databaseUrl a URL that `readConfig` accepted
 */
export function connect(databaseUrl: string): HttpClient {
  let client = clients.get(databaseUrl)
  if (!client) {
    const sql = neon(databaseUrl)
    client = async ({ text, params }, { signal, before }) => {
      const fetchOptions = { signal }
      if (!before) return sql.query(text, params as never[], { fetchOptions })
      const [, rows] = await sql.transaction(
        [sql.query(before.text, before.params as never[]), sql.query(text, params as never[])],
        { fetchOptions },
      )
      return rows!
    }
    clients.set(databaseUrl, client)
  }
  return client
}
