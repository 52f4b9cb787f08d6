import { createApp } from '../../src/app.ts'
import type { AnyJson } from './test-app.ts'

/** A reply with its JSON; `undefined` for an empty body. */
export interface Reply {
  status: number
  body: AnyJson
  headers: Headers
}

/** The application with these settings, as the bearer of a token calls it; an isolate's memory is shared by all. */
export function appOn(env: Record<string, string>, token: string) {
  const app = createApp()
  return async (path: string, init: RequestInit = {}): Promise<Reply> => {
    const headers = new Headers(init.headers)
    headers.set('authorization', `Bearer ${token}`)
    const response = await app.request(path, { ...init, headers }, env)
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    }
  }
}
