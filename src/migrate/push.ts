import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { directUrl, isThisMachine, parseDatabaseUrl } from './connection.ts'
import { MigrateError } from './errors.ts'
import { fillEmpty } from './fill-empty.ts'
import { findDrizzleKit } from './generate/kit.ts'
import { HALF_PUSHED } from './hints.ts'
import type { MigrateOptions } from './migrate.ts'

/**
 * Runs `drizzle-kit push` against a database on this machine; an empty one gets the migrations first, because push makes
 * no functions, triggers or rows.
 * @returns drizzle-kit's exit code; 1 also where it printed an error and said 0.
 * @throws MigrateError for any other host without `force`: push leaves no migration behind.
 */
export async function push(options: MigrateOptions & { force?: boolean; args: string[] }): Promise<number> {
  const url = parseDatabaseUrl(options.databaseUrl)
  if (!isThisMachine(url) && !options.force) {
    const host =
      url.searchParams.get('hostaddr') ?? url.searchParams.get('host') ?? (url.hostname || 'an unnamed host')
    throw new MigrateError(`drizzle-kit push is for a database on this machine, not for ${host}.`, {
      hint: 'Write a migration with the command generate and apply it with up. --force pushes all the same.',
    })
  }
  const { applied } = await fillEmpty(options)
  if (applied.length > 0)
    options.report?.({
      level: 'info',
      text: `the database was empty: ${applied.length} migrations applied first`,
    })
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
  const code = status === 0 && hasFailed ? 1 : (status ?? 1)
  if (code !== 0) options.report?.({ level: 'warn', text: `drizzle-kit push failed. ${HALF_PUSHED}` })
  return code
}
