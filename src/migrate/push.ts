import { spawnSync } from 'node:child_process'
import { directUrl, parseDatabaseUrl } from './connection.ts'
import { MigrateError } from './errors.ts'
import { findDrizzleKit } from './generate/drizzle-kit.ts'

const loopback = /^(localhost|127(\.\d+){3}|\[::1\]|)$/

/**
 * Runs `drizzle-kit push` against a database on this machine.
 * @returns drizzle-kit's exit code.
 * @throws MigrateError for any other host without `force`: push leaves no migration behind.
 */
export function push(options: { databaseUrl: string; force?: boolean; args: string[] }): number {
  const { hostname } = parseDatabaseUrl(options.databaseUrl)
  if (!loopback.test(hostname) && !options.force)
    throw new MigrateError(`drizzle-kit push is for a database on this machine, not for ${hostname}.`, {
      hint: 'Write a migration with db:generate and apply it with db:migrate. --force pushes all the same.',
    })
  const { status } = spawnSync(process.execPath, [findDrizzleKit(), 'push', ...options.args], {
    stdio: 'inherit',
    // drizzle.config.ts reads it from here.
    env: { ...process.env, DATABASE_URL: directUrl(options.databaseUrl).href },
  })
  return status ?? 1
}
