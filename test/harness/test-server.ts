import pg from 'pg'
import { checkDatabaseUrl } from '../../src/database-url.ts'
import { ConfigError } from '../../src/errors.ts'

/**
 * The server that tests use instead of the embedded one. Its database is dropped and made anew.
 * @throws {ConfigError} when it is not a URL, or names the development database
 */
export function testServerUrl(env: NodeJS.ProcessEnv): URL | null {
  if (!env.TEST_DATABASE_URL) return null
  const url = new URL(checkDatabaseUrl('TEST_DATABASE_URL', env.TEST_DATABASE_URL))
  if (env.DATABASE_URL && sameDatabase(url, new URL(checkDatabaseUrl('DATABASE_URL', env.DATABASE_URL)))) {
    throw new ConfigError(
      'TEST_DATABASE_URL: names the same database as DATABASE_URL, and tests would erase it; give them their own',
    )
  }
  return url
}

function sameDatabase(a: URL, b: URL): boolean {
  const place = (url: URL) => {
    const host = /^(localhost|127\.|\[::1\])/.test(url.hostname) ? 'loopback' : url.hostname
    return `${host.replace('-pooler.', '.')}:${url.port || 5432}${url.pathname}`
  }
  return place(a) === place(b)
}

/** Drops the database of a URL and makes it anew. */
export async function recreateTemplate(url: URL): Promise<void> {
  const name = decodeURIComponent(url.pathname.slice(1))
  await onServer(url.href, async (client) => {
    await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`)
    await client.query(`create database ${client.escapeIdentifier(name)}`)
  })
}

/** Runs `work` on the maintenance database of the server that a URL names. */
export async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const server = new URL(url)
  server.pathname = '/postgres'
  const client = new pg.Client({ connectionString: server.href })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
