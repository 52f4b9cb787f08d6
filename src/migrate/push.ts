import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { directUrl, isThisMachine, parseDatabaseUrl } from './connection.ts'
import { MigrateError } from './errors.ts'
import { findDrizzleKit } from './generate/kit.ts'

/**
 * Runs `drizzle-kit push` against a database on this machine.
 * @returns drizzle-kit's exit code; 1 also where it printed an error and said 0.
 * @throws MigrateError for any other host without `force`: push leaves no migration behind.
 */
export async function push(options: {
  databaseUrl: string
  force?: boolean
  args: string[]
}): Promise<number> {
  const url = parseDatabaseUrl(options.databaseUrl)
  if (!isThisMachine(url) && !options.force) {
    const host =
      url.searchParams.get('hostaddr') ?? url.searchParams.get('host') ?? (url.hostname || 'an unnamed host')
    throw new MigrateError(`drizzle-kit push is for a database on this machine, not for ${host}.`, {
      hint: 'Write a migration with the command generate and apply it with up. --force pushes all the same.',
    })
  }
  const child = spawn(process.execPath, [findDrizzleKit(), 'push', ...options.args], {
    stdio: ['inherit', 'inherit', 'pipe'],
    // drizzle.config.ts reads it from here.
    env: { ...process.env, DATABASE_URL: directUrl(options.databaseUrl).href },
  })
  let hasFailed = false
  child.stderr.on('data', (chunk: Buffer) => {
    hasFailed ||= /error/i.test(chunk.toString())
    process.stderr.write(chunk)
  })
  const [status]: (number | null)[] = await once(child, 'close')
  return status === 0 && hasFailed ? 1 : (status ?? 1)
}
