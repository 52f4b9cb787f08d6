import { startLocalDatabase } from '../../src/local/database.ts'
import { startEmbeddedPostgres } from '../../src/local/postgres/index.ts'

/** Run as a process of its own: starts a database and lives until it is killed; tells what it got as one JSON line. */
const [kind, dataDir = '', port = '0'] = process.argv.slice(2)
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
