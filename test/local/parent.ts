import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { startLocalDatabase } from '../../src/local/database.ts'
import { startEmbeddedPostgres } from '../../src/local/postgres/index.ts'

/**
 * Run as a process of its own: starts a database and lives until it is killed; tells what it got as one JSON line. An
 * impatient one ends as soon as there is a server that has not said yet that it is ready.
 */
const [kind, dataDir = '', port = '0'] = process.argv.slice(2)
const lock = join(dataDir, 'postgres/postmaster.pid')
if (kind === 'impatient') setInterval(() => existsSync(lock) && process.exit(0), 1)
try {
  const started =
    kind === 'database'
      ? await startLocalDatabase({ dataDir, port: Number(port) })
      : await startEmbeddedPostgres({ dataDir, port: Number(port), durable: false })
  console.log(JSON.stringify(started))
  setInterval(() => {}, 60_000)
} catch (error) {
  const { name, code, message } = error as Error & { code?: string }
  console.log(JSON.stringify({ error: { name, code, message } }))
}
