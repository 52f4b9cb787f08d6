import { createInterface } from 'node:readline/promises'
import { Command } from 'commander'
import { describeUrl, parseDatabaseUrl } from '../../../migrate/connection.ts'
import { MigrateError } from '../../../migrate/errors.ts'
import { assertLocal, resetDatabase } from '../reset.ts'
import { addUrlOption, describeSeed, requireDatabase, runCommand } from './options.ts'

interface Flags {
  url?: string
  yes?: boolean
  json?: boolean
}

const command = addUrlOption(new Command('db:reset'))
  .description('drop everything in a database on this machine, migrate it and seed it')
  .option('--yes', 'go on without asking')
  .option('--json', 'print {"applied": [...], "seed": {...}} for scripts')
  .addHelpText(
    'after',
    `
A database that is not on a loopback address is refused.

Examples:
  $ npm run db:reset
  $ npm run db:reset -- --yes --url "$DATABASE_URL"`,
  )
  .action(async ({ url, yes, json }: Flags) => {
    const database = requireDatabase(url)
    assertLocal(database.databaseUrl)
    const name = describeUrl(parseDatabaseUrl(database.databaseUrl))
    if (!yes) await confirm(name)
    const report = await resetDatabase(database)
    if (json) console.log(JSON.stringify(report))
    else console.log(`${name} is new: ${report.applied.length} migrations. ${describeSeed(report.seed)}`)
  })

await runCommand(command)

async function confirm(name: string): Promise<void> {
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new MigrateError(`All data in ${name} would be lost; nothing was changed.`, {
      hint: 'Say --yes if that is what you want.',
    })
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const reply = await prompt.question(`All data in ${name} will be lost. Go on? [y/N] `)
    if (!/^y(es)?$/i.test(reply.trim())) throw new MigrateError('Nothing was changed.')
  } finally {
    prompt.close()
  }
}
