import { hc } from 'hono/client'
import type { AppType } from './contract.ts'

export type { AppType } from './contract.ts'

export interface ClientOptions {
  /** `mb_…`; a service on a laptop asks for none. */
  token?: string
  /** Instead of the global fetch, e.g. in tests. */
  fetch?: typeof fetch
}

/**
 * A typed client of the HTTP API: every path, parameter, body and answer has the type that the service itself runs
 * by. Answers are plain `Response`s whose `json()` is typed by status; nothing is thrown for a 4xx or 5xx.
 * @param baseUrl of the service, such as `https://brief.example`
 */
export const createClient = (baseUrl: string, options: ClientOptions = {}) =>
  hc<AppType>(baseUrl, {
    ...(options.token && { headers: { Authorization: `Bearer ${options.token}` } }),
    ...(options.fetch && { fetch: options.fetch }),
  })

export type Client = ReturnType<typeof createClient>
