import { Command, InvalidArgumentError } from 'commander'
import { startLocalDatabase } from './database.ts'
import { loadDevVars } from './dev-vars.ts'
import { LocalDatabaseError } from './postgres/index.ts'
import { whenStopped } from './when-stopped.ts'

interface Flags {
  port: number
  dataDir: string
  json?: true
}

try {
  loadDevVars()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

const command = new Command('db:start')
  .description(
    'Starts the local Postgres with Neon’s protocol in front of it and prints its DATABASE_URL.\n' +
      'One URL serves the Neon driver, pg, psql and drizzle-kit. Ctrl-C stops it; the data is kept.',
  )
  .option('-p, --port <number>', 'preferred port; another free one when it is taken', toPort, 5488)
  .option(
    '-d, --data-dir <folder>',
    'where the data is kept (env: DATA_DIR)',
    process.env.DATA_DIR || '.local',
  )
  .option('--json', 'print one JSON line: {database_url, direct_url, fresh}')

await main(command.parse().opts<Flags>())

async function main({ port, dataDir, json }: Flags): Promise<void> {
  const stopping = whenStopped()
  try {
    const { url, directUrl, fresh, stop } = await startLocalDatabase({ dataDir, port })
    if (json) console.log(JSON.stringify({ database_url: url, direct_url: directUrl, fresh }))
    else
      console.log(
        `DATABASE_URL=${url}\nPostgres is ready${fresh ? ', a new database' : ''}. Ctrl-C stops it.`,
      )
    await stopping
    await stop()
    process.exit(0)
  } catch (error) {
    if (!(error instanceof LocalDatabaseError)) throw error
    console.error(error.message)
    process.exit(1)
  }
}

function toPort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new InvalidArgumentError('It must be a number from 0 to 65535.')
}
