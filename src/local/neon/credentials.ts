import { HttpError } from './errors.ts'
import type { Credentials } from './upstream.ts'

const MAX_REMEMBERED = 500
const remembered = new Map<string, Credentials>()

/**
 * Reads the header Neon-Connection-String. Its host says nothing here: the proxy has one upstream.
 * Throws HttpError 400 with the words of Neon's proxy (proxy/src/serverless/sql_over_http.rs, `ConnInfoError`).
 */
export function parseConnectionString(text: string | undefined): Credentials {
  if (!text) throw new HttpError(400, 'invalid header: neon-connection-string')
  let credentials = remembered.get(text)
  if (!credentials) {
    credentials = parse(text)
    if (remembered.size >= MAX_REMEMBERED) remembered.clear()
    remembered.set(text, credentials)
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
