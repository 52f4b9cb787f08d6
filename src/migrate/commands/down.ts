import { Command } from 'commander'
import { addWaysDown } from '../add-ways-down.ts'
import {
  addDatabaseOptions,
  type DatabaseFlags,
  readProject,
  reporterFor,
  requireDatabase,
} from './options.ts'

/** `down`: ways down that are missing. */
export function downCommand(): Command {
  return addDatabaseOptions(new Command('down'))
    .description('write the ways down that are missing, each tried on a scratch database')
    .argument('[migrations...]', 'names or numbers (default: all without one)')
    .addHelpText(
      'after',
      `
Where no way leads back to the very schema, the file says so: -- irreversible: why. To roll back, use rollback.

Examples:
  $ npx migrate down
  $ npx migrate down 0012`,
    )
    .action(async (names: string[], flags: DatabaseFlags) => {
      const report = reporterFor(false)
      const config = await readProject(flags)
      const { databaseUrl, ssl } = requireDatabase(flags, config, report)
      const added = await addWaysDown({ config, databaseUrl, ssl, report }, names)
      for (const { file, why } of added)
        report({ level: why ? 'warn' : 'done', text: `wrote ${file}${why ? `: irreversible, ${why}` : ''}` })
      if (added.length === 0) report({ level: 'info', text: 'no way down is missing' })
    })
}
