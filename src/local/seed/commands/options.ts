import { existsSync, readFileSync } from 'node:fs'
import { styleText } from 'node:util'
import { type Command, InvalidArgumentError } from 'commander'
import { chooseDatabaseUrl } from '../../../migrate/config.ts'
import { MigrateError, renderError } from '../../../migrate/errors.ts'
import { createLineReporter } from '../../../migrate/report.ts'
import { runningUrlFile } from '../../database.ts'
import { loadDevVars } from '../../dev-vars.ts'
import type { SeedReport } from '../seed.ts'
import type { DatabaseOptions } from '../transaction.ts'

/** Adds the option --url. */
export function addUrlOption(command: Command): Command {
  return command.option('--url <url>', 'database (default: DATABASE_URL, then PGHOST and its family)')
}

/**
 * The database of --url or the environment. Progress is reported on stderr.
 * @param options.beside else that of the start that runs on DATA_DIR
 * @throws MigrateError when neither names a database
 */
export function requireDatabase(url: string | undefined, { beside = false } = {}): DatabaseOptions {
  loadDevVars()
  const databaseUrl = chooseDatabaseUrl(url, undefined) ?? (beside ? runningUrl() : undefined)
  if (databaseUrl) return { databaseUrl, report: createLineReporter(process.stderr) }
  throw new MigrateError('No database is named.', {
    hint: 'Start one with npm run db:start and set DATABASE_URL to the address it prints, or give it as --url.',
  })
}

function runningUrl(): string | undefined {
  const file = runningUrlFile(process.env.DATA_DIR || '.local')
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

/** Runs a command. A failure exits with 1 and is printed to stderr, without stack and connection string. */
export async function runCommand(command: Command): Promise<void> {
  try {
    await command.parseAsync()
  } catch (error) {
    const [first, ...rest] = renderError(error)
    process.stderr.write(`${styleText('red', `error: ${first}`, { stream: process.stderr })}\n`)
    for (const line of rest) process.stderr.write(`${line}\n`)
    process.exitCode = 1
  }
}

/** Parses an option that is the origin of an HTTP URL. */
export function parseOrigin(text: string): string {
  const url = URL.parse(text)
  if (url && /^https?:$/.test(url.protocol)) return url.origin
  throw new InvalidArgumentError('Write an origin such as http://127.0.0.1:8790.')
}

/** The report of a seed as a sentence. */
export function describeSeed({ user_created, topics, todos, items, sources }: SeedReport): string {
  const user = user_created
    ? `The demo user was created, with ${topics} topics, ${todos} todos and ${items} items`
    : 'The demo user is there already'
  return `${user}; sources: ${sources.added} added, ${sources.changed} changed.`
}
