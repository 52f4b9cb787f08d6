import { Command } from 'commander'
import { MigrateError } from '../errors.ts'
import { fillEmpty } from '../fill-empty.ts'
import { endOf, findPending, migrate } from '../migrate.ts'
import { type Migration, readMigrations } from '../read-migrations.ts'
import type { Reporter } from '../report.ts'
import { writeScript } from '../script.ts'
import { reportWarnings } from '../warnings.ts'
import {
  addSessionOptions,
  readProject,
  readSessionOptions,
  reporterFor,
  type SessionFlags,
} from './options.ts'

type Flags = SessionFlags & {
  to?: string
  from?: string
  sql?: boolean
  dryRun?: boolean
  ifEmpty?: boolean
  offline?: boolean
  json?: boolean
}

/** `up`: applies what is pending. */
export function upCommand(): Command {
  return addSessionOptions(new Command('up'))
    .description('apply every pending migration, in order, under a lock')
    .option('--to <migration>', 'name or number of the last one to apply (default: all)')
    .option('--sql', 'print a script for psql instead, that guards itself; needs no database')
    .option('--from <migration>', 'with --sql: the last one that is applied already')
    .option('--dry-run', 'print the SQL that would run, and change nothing')
    .option('--offline', 'with --dry-run: ask no database, and print every migration of the folder')
    .option('--if-empty', 'apply only to a database without tables')
    .option('--json', 'print {"applied": [...]} for scripts; progress goes to stderr')
    .addHelpText(
      'after',
      `
Examples:
  $ npm run db:migrate
  $ npm run db:migrate -- --dry-run
  $ npm run db:migrate -- --dry-run --offline
  $ npm run db:migrate -- --to 0012
  $ npm run db:migrate -- --sql --from 0012 > for-the-dba.sql
  $ npm run db:migrate -- --url "$DATABASE_URL_DIRECT" --wait-for-lock 10min`,
    )
    .action(up)
}

async function up(flags: Flags): Promise<void> {
  const report = reporterFor(flags.json || flags.dryRun || flags.sql)
  if (flags.sql) {
    const { folder, schema, table } = await readProject(flags)
    const { from, to, lockTimeout: lockTimeoutMs } = flags
    console.log(await writeScript({ folder, schema, table, from, to, lockTimeoutMs, report }))
    return
  }
  if (flags.offline && !flags.dryRun)
    throw new MigrateError('--offline goes with --dry-run: without a database nothing can be applied.')
  if (flags.offline) {
    const { folder } = await readProject(flags)
    const migrations = await readMigrations(folder)
    return printPending(migrations.slice(0, endOf(migrations, flags.to) + 1), flags, report)
  }
  const options = { ...(await readSessionOptions(flags, report)), to: flags.to }
  if (flags.dryRun) return printPending(await findPending(options), flags, report)
  const { applied } = await (flags.ifEmpty ? fillEmpty(options) : migrate(options))
  if (flags.json) console.log(JSON.stringify({ applied }))
  await reportWarnings(options)
  report({ level: 'info', text: applied.length ? `${applied.length} applied` : 'nothing to apply' })
}

function printPending(pending: Migration[], { json }: Flags, report: Reporter): void {
  if (json) {
    console.log(JSON.stringify({ pending: pending.map(({ tag }) => tag) }))
    return
  }
  for (const { file, sql } of pending) console.log(`-- ${file}\n${sql.trimEnd()}\n`)
  report({ level: 'info', text: `${pending.length} to apply; nothing was changed` })
}
