import { hc } from 'hono/client'
import type { AppType } from './contract.ts'

export type { AppType } from './contract.ts'

export interface ClientOptions {
  /** `mb_…`; not needed for a service on this machine. */
  token?: string
  /** Instead of the global fetch, e.g. in tests. */
  fetch?: typeof fetch
}

/**
 * A typed client of the HTTP API: the types of paths, parameters, bodies and responses are those of the routes
 * themselves. Responses are plain `Response`s whose `json()` is typed by status; a 4xx or 5xx does not throw.
 * @param baseUrl of the service, such as `https://brief.example`
 */
export const createClient = (baseUrl: string, options: ClientOptions = {}) =>
  hc<AppType>(baseUrl, {
    ...(options.token && { headers: { Authorization: `Bearer ${options.token}` } }),
    ...(options.fetch && { fetch: options.fetch }),
  })

export type Client = ReturnType<typeof createClient>
