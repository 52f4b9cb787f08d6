import { type Command, InvalidArgumentError, Option } from 'commander'
import { bareConfig, type ChosenDatabase, chooseDatabase, type DrizzleConfig, readConfig } from '../config.ts'
import { describeUrl, parseDatabaseUrl } from '../connection.ts'
import { MigrateError } from '../errors.ts'
import { createLineReporter, type Reporter } from '../report.ts'
import type { SessionOptions } from '../session.ts'

/** Options that every command shares. */
export type ProjectFlags = { config?: string; folder?: string }

/** Options of commands that read a database. */
export type DatabaseFlags = ProjectFlags & { url?: string; wait: number }

/** Options of commands that change a database under the lock; times in ms. */
export type SessionFlags = DatabaseFlags & {
  waitForLock: number
  lockTimeout: number
  retryLocks?: number
  statementTimeout: number
}

/** Adds --config and --folder. */
export function addProjectOptions(command: Command): Command {
  return command
    .option('--config <file>', 'drizzle-kit configuration (default: drizzle.config.ts, .js or .json here)')
    .option('--folder <path>', 'migrations folder (default: `out` of the configuration)')
}

/** Adds the options of `addProjectOptions`, --url and --wait. */
export function addDatabaseOptions(command: Command): Command {
  return addProjectOptions(command)
    .option('--url <url>', 'database (default: DATABASE_URL, then dbCredentials, then PGHOST and its family)')
    .addOption(duration('--wait <time>', 'how long to ask a database that does not answer yet', '20s'))
}

/** Adds the options of `addDatabaseOptions`, and those of the lock and the timeouts. */
export function addSessionOptions(command: Command): Command {
  return addDatabaseOptions(command)
    .addOption(duration('--wait-for-lock <time>', 'how long to wait for another migration', '5min'))
    .addOption(duration('--lock-timeout <time>', 'how long a statement may wait for a table', '10s'))
    .addOption(
      new Option(
        '--retry-locks <time>',
        'how long to try again when a table was not free (default: five lock timeouts)',
      ).argParser(parseDuration),
    )
    .addOption(duration('--statement-timeout <time>', 'how long a statement may run; 0: no limit', '15min'))
}

/** The configuration file, with --folder taking the place of its `out`. */
export async function readProject(flags: ProjectFlags): Promise<DrizzleConfig> {
  // With a folder given, the configuration adds little and may be absent.
  const config = await readConfig(flags.config).catch((error) => {
    if (flags.folder && !flags.config && /^There is no /.test(error.message)) return undefined
    throw error
  })
  return { ...(config ?? bareConfig), folder: flags.folder ?? config?.folder ?? 'drizzle' }
}

/**
 * The database of --url, the environment or the configuration; said when the environment names another one than the
 * configuration, which is easily overlooked.
 * @throws MigrateError when none of them names one.
 */
export function requireDatabase(
  flags: Pick<DatabaseFlags, 'url'>,
  config: DrizzleConfig,
  report?: Reporter,
): ChosenDatabase {
  const chosen = chooseDatabase(flags.url, config)
  if (!chosen)
    throw new MigrateError('No database is named.', {
      hint: 'Set DATABASE_URL (postgresql://user:password@host/database), or give --url.',
    })
  const here = describeUrl(parseDatabaseUrl(chosen.databaseUrl))
  report?.({ level: 'info', text: `database: ${here} (${chosen.from})` })
  const there = config.databaseUrl && URL.canParse(config.databaseUrl) && new URL(config.databaseUrl)
  if (there && describeUrl(there) !== here)
    report?.({ level: 'warn', text: `the configuration names another one: ${describeUrl(there)}` })
  return chosen
}

/** What the library takes, from a command's flags. */
export async function readSessionOptions(
  flags: SessionFlags,
  report: Reporter,
): Promise<SessionOptions & { folder: string; config: DrizzleConfig }> {
  const config = await readProject(flags)
  const { databaseUrl, ssl } = requireDatabase(flags, config, report)
  return {
    config,
    folder: config.folder,
    schema: config.schema,
    table: config.table,
    databaseUrl,
    ssl,
    waitForDatabaseMs: flags.wait,
    waitForLockMs: flags.waitForLock,
    lockTimeoutMs: flags.lockTimeout,
    retryLocksMs: flags.retryLocks,
    statementTimeoutMs: flags.statementTimeout,
    report,
  }
}

/** Progress goes to stderr when stdout carries JSON or SQL. */
export function reporterFor(machineReadable: boolean | undefined): Reporter {
  return createLineReporter(machineReadable ? process.stderr : process.stdout)
}

/** An option that takes `500ms`, `10s`, `5min`, `1h` or plain milliseconds, and gives milliseconds. */
function duration(flags: string, description: string, fallback: string): Option {
  return new Option(flags, description).argParser(parseDuration).default(parseDuration(fallback), fallback)
}

function parseDuration(text: string): number {
  const units: Record<string, number> = { '': 1, ms: 1, s: 1000, min: 60_000, m: 60_000, h: 3_600_000 }
  const [, number, unit] = text.match(/^(\d+(?:\.\d+)?)\s*(ms|s|min|m|h|)$/) ?? []
  if (number === undefined) throw new InvalidArgumentError('Write a time such as 500ms, 10s, 5min or 1h.')
  return Math.round(Number(number) * (units[unit ?? ''] ?? 1))
}
