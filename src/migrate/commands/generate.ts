import { Command } from 'commander'
import { generate } from '../generate/index.ts'
import { type ProjectFlags, readProject } from './options.ts'

/** `generate`: drizzle-kit's migration with its way down. */
export function generateCommand(): Command {
  return new Command('generate')
    .description("write the schema's change as a migration, with its way down")
    .option('--name <name>', 'name of the migration')
    .option('--custom', 'an empty migration, to be written by hand')
    .option('--config <file>', 'drizzle-kit configuration (default: drizzle.config.ts, .js or .json here)')
    .addHelpText(
      'after',
      `
Examples:
  $ npm run db:generate -- --name add_tags
  $ npm run db:generate -- --custom --name fill_tags`,
    )
    .action(run)
}

async function run(flags: ProjectFlags & { name?: string; custom?: boolean }): Promise<void> {
  const { folder } = await readProject(flags)
  const args = [
    ...(flags.name ? ['--name', flags.name] : []),
    ...(flags.custom ? ['--custom'] : []),
    ...(flags.config ? ['--config', flags.config] : []),
  ]
  const written = await generate({ folder, args })
  if (written.length === 0) return console.log('The schema has not changed; nothing was written.')
  for (const path of written) console.log(`wrote ${path}`)
  if (flags.custom) console.log('Fill in both files; the command check tells when one is still empty.')
}
