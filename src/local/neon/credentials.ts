import { HttpError } from './errors.ts'
import type { Credentials } from './upstream.ts'

const MAX_CACHED = 500
const cache = new Map<string, Credentials>()

/**
 * Parses the header Neon-Connection-String. Its host is ignored, because the proxy has only one upstream.
 * @throws HttpError 400 with the messages of Neon's proxy (proxy/src/serverless/sql_over_http.rs, `ConnInfoError`)
 */
export function parseConnectionString(text: string | undefined): Credentials {
  if (!text) throw new HttpError(400, 'invalid header: neon-connection-string')
  let credentials = cache.get(text)
  if (!credentials) {
    credentials = parse(text)
    if (cache.size >= MAX_CACHED) cache.clear()
    cache.set(text, credentials)
  }
  return credentials
}

function parse(text: string): Credentials {
  if (!URL.canParse(text)) throw new HttpError(400, 'invalid connection string: relative URL without a base')
  const url = new URL(text)
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:')
    throw new HttpError(400, 'incorrect scheme')
  const [user, password, database] = [url.username, url.password, url.pathname.slice(1)].map(decode)
  if (!user) throw new HttpError(400, 'missing username')
  if (!password) throw new HttpError(400, 'missing authentication credentials: required password')
  if (!database) throw new HttpError(400, 'missing database name')
  const applicationName = url.searchParams.get('application_name') ?? undefined
  const options = url.searchParams.get('options') ?? undefined
  return { user, password, database, applicationName, options }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new HttpError(400, 'invalid connection string: malformed percent-encoding')
  }
}
