import { createInterface } from 'node:readline/promises'
import { Command, InvalidArgumentError, Option } from 'commander'
import { findMigrations } from '../migrate.ts'
import { rollback } from '../rollback.ts'
import { addSessionOptions, readSessionOptions, reporterFor, type SessionFlags } from './options.ts'

type Flags = SessionFlags & {
  steps?: number
  to?: string
  all?: boolean
  yes?: boolean
  dryRun?: boolean
  json?: boolean
}

/** `rollback`: goes back, one migration unless told otherwise. */
export function rollbackCommand(): Command {
  return addSessionOptions(new Command('rollback'))
    .description('roll back the last migration, or more, by its way down')
    .addOption(
      new Option('--steps <n>', 'how many migrations').argParser(parseSteps).conflicts(['to', 'all']),
    )
    .addOption(
      new Option('--to <migration>', 'number or name of the one to go back to; it stays').conflicts('all'),
    )
    .option('--all', 'roll back everything')
    .option('--yes', 'go on although data would be lost')
    .option(
      '--dry-run',
      'print the SQL and what would be lost, and change nothing; holds the same locks meanwhile',
    )
    .option('--json', 'print {"rolled_back": [...], "losses": [...]} for scripts; progress goes to stderr')
    .addHelpText(
      'after',
      `
Tries the ways down first, in a transaction that is undone; says how many rows would be lost, and asks.

Examples:
  $ npm run db:rollback
  $ npm run db:rollback -- --to 0003 --dry-run
  $ npm run db:rollback -- --steps 2 --yes`,
    )
    .action(run)
}

async function run(flags: Flags): Promise<void> {
  const report = reporterFor(flags.json || flags.dryRun)
  const options = await readSessionOptions(flags, report)
  const { steps, to, all, dryRun } = flags
  const { rolledBack, losses } = await rollback({
    ...options,
    ...(steps !== undefined && { steps }),
    ...(to !== undefined && { to }),
    ...(all && { all }),
    ...(dryRun && { dryRun }),
    confirm: async () => flags.yes || (await ask()),
  })
  if (flags.json) console.log(JSON.stringify({ rolled_back: rolledBack, losses }))
  else if (dryRun)
    for (const { downFile, down } of await findMigrations(options.folder, rolledBack))
      console.log(`-- ${downFile}\n${down?.trimEnd()}\n`)
  const what = dryRun ? 'to roll back; nothing was changed' : 'rolled back'
  report({ level: 'info', text: rolledBack.length ? `${rolledBack.length} ${what}` : 'nothing to roll back' })
}

async function ask(): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test((await prompt.question('This data would be lost. Roll back? [y/N] ')).trim())
  } finally {
    prompt.close()
  }
}

function parseSteps(text: string): number {
  const steps = Number(text)
  if (!Number.isInteger(steps) || steps < 1) throw new InvalidArgumentError('Write a whole number from 1.')
  return steps
}
