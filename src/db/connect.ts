import { neon, neonConfig } from '@neondatabase/serverless'
import { isLoopback } from '../config.ts'

/** Runs one SQL text over HTTP: one round trip, rows as objects. */
export type HttpClient = (
  text: string,
  params: unknown[],
  options: { signal: AbortSignal },
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
    client = (text, params, { signal }) => sql.query(text, params as never[], { fetchOptions: { signal } })
    clients.set(databaseUrl, client)
  }
  return client
}
