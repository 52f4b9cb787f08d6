import { ConfigError, NoDatabaseError } from './errors.ts'

/** Builds a URL from the libpq variables, percent-encoded, so that a password may contain any character. */
export function assembleUrl(parts: {
  PGHOST?: string | undefined
  PGPORT?: number | undefined
  PGUSER?: string | undefined
  PGPASSWORD?: string | undefined
  PGDATABASE?: string | undefined
}): string {
  const { PGHOST, PGPORT = 5432, PGUSER, PGPASSWORD, PGDATABASE } = parts
  const missing = Object.entries({ PGHOST, PGUSER, PGPASSWORD, PGDATABASE })
    .filter(([, value]) => value === undefined)
    .map(([name]) => name)
  if (missing.length === 4) throw new NoDatabaseError('DATABASE_URL: is missing')
  if (missing.length > 0) throw new ConfigError(`${missing.join(', ')}: is missing (or set DATABASE_URL)`)
  const host = PGHOST!.includes(':') ? `[${PGHOST}]` : PGHOST
  const [user, password, database] = [PGUSER!, PGPASSWORD!, PGDATABASE!].map(encodeURIComponent)
  return `postgres://${user}:${password}@${host}:${PGPORT}/${database}`
}

/**
 * Checks a connection string.
 * @throws {ConfigError} with the setting's name and the reason, but never the string, which holds a password
 */
export function checkDatabaseUrl(setting: string, value: string): string {
  if (!URL.canParse(value)) {
    throw new ConfigError(
      `${setting}: is not a URL; special characters in the password must be percent-encoded (or use PGPASSWORD)`,
    )
  }
  const url = new URL(value)
  if (!/^postgres(ql)?:$/.test(url.protocol)) {
    throw new ConfigError(`${setting}: must begin with postgres:// or postgresql://`)
  }
  if (!url.hostname) throw new ConfigError(`${setting}: names no host`)
  if (!url.username) throw new ConfigError(`${setting}: names no user`)
  if (url.pathname.length < 2) throw new ConfigError(`${setting}: names no database`)
  return value
}

/** Whether a URL's host name is this machine (RFC 5735, RFC 4291, RFC 6761). */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}
