import { styleText } from 'node:util'
import { Command } from 'commander'
import { date } from '../consistency.ts'
import { readStatus, type Status } from '../status.ts'
import { reportWarnings } from '../warnings.ts'
import {
  addDatabaseOptions,
  type DatabaseFlags,
  readProject,
  reporterFor,
  requireDatabase,
} from './options.ts'

const exitCodes: Record<Status['state'], number> = { up_to_date: 0, ahead: 0, pending: 2, inconsistent: 3 }

/** `status`: how the database stands to this checkout. */
export function statusCommand(): Command {
  return addDatabaseOptions(new Command('status'))
    .description('show what is applied, pending, edited, unknown or without a way down')
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
Exit codes: 0 up to date, or ahead of this checkout; 1 could not be read; 2 pending; 3 inconsistent.

Examples:
  $ npm run db:status
  $ npm run db:status -- --json --url "$DATABASE_URL_DIRECT"`,
    )
    .action(run)
}

async function run(flags: DatabaseFlags & { json?: boolean }): Promise<void> {
  const config = await readProject(flags)
  const { databaseUrl, ssl } = requireDatabase(flags, config)
  const database = {
    databaseUrl,
    ssl,
    waitForDatabaseMs: flags.wait,
    report: reporterFor(flags.json),
  }
  const { folder, schema, table } = config
  const status = await readStatus({ folder, schema, table, ...database })
  console.log(flags.json ? JSON.stringify(status) : render(status).join('\n'))
  await reportWarnings(database)
  process.exitCode = exitCodes[status.state]
}

function render(status: Status): string[] {
  const without = new Set(status.without_way_down)
  const edited = new Set(status.edited)
  const note = (tag: string) => (without.has(tag) ? '  (no way down)' : '')
  const colour = (name: 'green' | 'yellow' | 'red', text: string) =>
    styleText(name, text, { stream: process.stdout })
  return [
    ...status.applied.map((tag) =>
      edited.has(tag)
        ? colour('red', `edited   ${tag}`)
        : `${colour('green', 'applied')}  ${tag}${note(tag)}`,
    ),
    ...status.skipped.map((tag) => colour('red', `skipped  ${tag}  (a later one is applied)`)),
    ...status.pending.map((tag) => `${colour('yellow', 'pending')}  ${tag}${note(tag)}`),
    ...status.unknown.map(({ when, hash }) =>
      colour('yellow', `unknown  ${date(when)}, hash ${hash.slice(0, 12)}  (not in this checkout)`),
    ),
    ...status.journal_problems.map((problem) => colour('red', `journal  ${problem}`)),
    status.state.replaceAll('_', ' '),
  ]
}
