import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ConnectionOptions } from 'node:tls'
import pg from 'pg'
import { asDatabaseError, type DatabaseError, MigrateError } from './errors.ts'
import { type Reporter, silent } from './report.ts'

/** TLS as `pg` takes it: whether, or the options of Node's `tls.connect`. */
export type Ssl = boolean | ConnectionOptions

/** How to reach the database. */
export type ConnectOptions = {
  databaseUrl: string
  /** TLS where the URL says nothing about it. */
  ssl?: Ssl | undefined
  /** How long a database that does not answer yet is asked again, in ms. Default 20 s. */
  waitForDatabaseMs?: number
  report?: Reporter
}

/**
 * Opens one direct connection and keeps asking while the database is starting or waking up. Neon's pooled
 * host is replaced by its direct one, since a session lock does not survive a transaction pooler.
 * @throws MigrateError naming host and database, never the password.
 */
async function connect(options: ConnectOptions): Promise<pg.Client> {
  const report = options.report ?? silent
  const url = directUrl(options.databaseUrl, report)
  const deadline = Date.now() + (options.waitForDatabaseMs ?? 20_000)
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({
      connectionString: url.href,
      ...(options.ssl !== undefined && { ssl: options.ssl }),
      application_name: `migrate ${process.pid} on ${hostname()}`.slice(0, 63),
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    })
    // A connection lost between two queries must not end the process; the next query reports it.
    client.on('error', () => {})
    try {
      await client.connect()
      return client
    } catch (cause) {
      await client.end().catch(() => {})
      const error = asDatabaseError(cause)
      const waiting = deadline - Date.now()
      if (!isWaking(error) || waiting <= 0) throw connectionFailure(error, url)
      if (attempt === 0)
        report({
          level: 'warn',
          text: `${describeUrl(url)} does not answer yet (${error.code ?? error.message}); asking again for ${Math.ceil(waiting / 1000)} s`,
        })
      await sleep(Math.min(250 * 2 ** Math.min(attempt, 3), waiting))
    }
  }
}

/** Runs `work` on a connection of its own and closes it afterwards. */
export async function withConnection<T>(
  options: ConnectOptions,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await connect(options)
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

/** `user@host:port/database`: the part of a connection string that may be shown. */
export function describeUrl(url: URL): string {
  const user = url.username ? `${decodeURIComponent(url.username)}@` : ''
  return `${user}${url.host || 'localhost'}/${databaseName(url)}`
}

/** The database a connection string names. */
export function databaseName(url: URL): string {
  return decodeURIComponent(url.pathname.slice(1)) || decodeURIComponent(url.username)
}

/**
 * Parses a connection string.
 * @throws MigrateError that does not repeat it.
 */
export function parseDatabaseUrl(text: string): URL {
  const url = URL.parse(text)
  if (url && /^postgres(ql)?:$/.test(url.protocol)) return url
  throw new MigrateError('The database URL cannot be read.', {
    hint: 'It looks like postgresql://user:password@host:5432/database, with special characters of the password percent-encoded.',
  })
}

/**
 * Whether a connection string leads to this very machine (RFC 5735, RFC 4291, RFC 6761): by its host, which libpq and pg
 * let the parameters `host` and `hostaddr` take the place of. The worker's driver looks at the host alone.
 */
export function isThisMachine({ hostname, searchParams }: URL): boolean {
  const isRedirected = searchParams.has('host') || searchParams.has('hostaddr')
  return !isRedirected && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)
}

/** The same database on Neon's direct host, and with the TLS mode that `pg` means spelled out. */
export function directUrl(text: string, report: Reporter = silent): URL {
  const url = parseDatabaseUrl(text)
  const direct = url.hostname.replace(/^(ep-[^.]+)-pooler\./, '$1.')
  if (direct !== url.hostname) {
    report({ level: 'info', text: `using the direct host ${direct}: the pooled one cannot hold a lock` })
    url.hostname = direct
  }
  // pg treats these as verify-full and warns on each connection; saying so keeps it quiet.
  if (/^(prefer|require|verify-ca)$/.test(url.searchParams.get('sslmode') ?? ''))
    if (!url.searchParams.has('sslrootcert')) url.searchParams.set('sslmode', 'verify-full')
  return url
}

// Refused or reset sockets, a server that starts or shuts down, and Neon's compute that is still waking.
const wakingCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EAI_AGAIN', 'EPIPE', 'EHOSTUNREACH'])
const wakingStates = new Set(['57P01', '57P02', '57P03', '53300', '08006', '08001', '08004'])

function isWaking(error: DatabaseError): boolean {
  if (error.code && (wakingCodes.has(error.code) || wakingStates.has(error.code))) return true
  return /terminated unexpectedly|timeout expired|couldn't connect to compute|control plane/i.test(
    error.message,
  )
}

function connectionFailure(error: DatabaseError, url: URL): MigrateError {
  const where = describeUrl(url)
  const say = (message: string, hint: string) => new MigrateError(message, { hint, cause: error })
  switch (error.code) {
    case '28P01':
    case '28000':
      return say(`${where} refuses this user or password.`, 'Mend the user or password in the database URL.')
    case '3D000':
      return say(
        `${where}: this database does not exist.`,
        'Create it with the command create, or name another one.',
      )
    case 'ENOTFOUND':
      return say(`${where}: this host name is unknown.`, 'Mend the host in the database URL.')
    default:
      return say(
        `${where} cannot be reached: ${error.message || error.code}.`,
        'Is the server running, and do host and port of the database URL fit?',
      )
  }
}
