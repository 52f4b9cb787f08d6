import { Command } from 'commander'
import { adopt } from '../adopt.ts'
import { addProjectOptions, type ProjectFlags, readProject } from './options.ts'

/** `adopt`: a history of before this tool. */
export function adoptCommand(): Command {
  return addProjectOptions(new Command('adopt'))
    .description('take the history as it is, and hold only newer migrations to the rules')
    .option('--to <migration>', 'name or number of the last old one (default: the last there is)')
    .addHelpText(
      'after',
      `
Writes "adopted" into migrate.json of the migrations folder; commit it. Adopted migrations may have BEGIN and COMMIT,
CONCURRENTLY, gaps and disorder, and no way down, and are not linted.

Examples:
  $ npx migrate adopt`,
    )
    .action(async (flags: ProjectFlags & { to?: string }) => {
      const { folder } = await readProject(flags)
      const { adopted, file, accepted } = await adopt({ folder, to: flags.to })
      console.log(`wrote ${file}: adopted up to ${adopted}`)
      for (const line of accepted) console.log(`  taken as it is: ${line}`)
    })
}
