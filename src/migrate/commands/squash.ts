import { Command } from 'commander'
import { squash } from '../squash.ts'
import {
  addDatabaseOptions,
  type DatabaseFlags,
  readProject,
  reporterFor,
  requireDatabase,
} from './options.ts'

/** `squash`: one migration for many. */
export function squashCommand(): Command {
  return addDatabaseOptions(new Command('squash'))
    .description('put one migration in the place of those that are applied everywhere')
    .option('--to <migration>', 'name or number of the last one to squash (default: all)')
    .addHelpText(
      'after',
      `
It is proven on a scratch database: the same schema, and as many rows. Databases that have applied the parts are known to
have applied it; migrate.json keeps the parts' hashes. Squash only what every database has applied.

Examples:
  $ npx migrate squash --to 0042`,
    )
    .action(async (flags: DatabaseFlags & { to?: string }) => {
      const report = reporterFor(false)
      const config = await readProject(flags)
      const { databaseUrl, ssl } = requireDatabase(flags, config, report)
      const { tag, file, parts } = await squash({ config, databaseUrl, ssl, report, to: flags.to })
      report({ level: 'done', text: `${tag} stands for ${parts} migrations; wrote ${file}` })
    })
}
