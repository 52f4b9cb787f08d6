import { Command } from 'commander'
import { readConfig } from '../config.ts'
import { MigrateError } from '../errors.ts'
import { push } from '../push.ts'
import { type DatabaseFlags, reporterFor, requireDatabase } from './options.ts'

/** `push`: drizzle-kit's, kept to this machine. */
export function pushCommand(): Command {
  return new Command('push')
    .description('drizzle-kit push, for a database on this machine only')
    .option('--config <file>', 'drizzle-kit configuration (default: drizzle.config.ts, .js or .json here)')
    .option('--url <url>', 'database (default: DATABASE_URL, then dbCredentials, then PGHOST and its family)')
    .option('--force', 'push to another machine all the same')
    .argument('[args...]', 'passed on to drizzle-kit, after --')
    .addHelpText(
      'after',
      `
An empty database gets the migrations first: push makes tables, but no functions, triggers or rows.

Examples:
  $ npm run db:push
  $ npm run db:push -- -- --verbose`,
    )
    .action(async (args: string[], flags: DatabaseFlags & { force?: boolean }) => {
      const config = await readConfig(flags.config)
      const { databaseUrl, ssl } = requireDatabase(flags, config)
      // drizzle-kit connects to what the configuration names, which has to be what was looked at.
      process.env.DATABASE_URL = databaseUrl
      const fresh = await readConfig(flags.config, { reload: true })
      if (fresh.databaseUrl !== databaseUrl)
        throw new MigrateError('drizzle-kit would push to another database than the one named.', {
          hint: 'Let dbCredentials.url of the configuration be process.env.DATABASE_URL.',
        })
      process.exitCode = await push({
        databaseUrl,
        ssl,
        folder: config.folder,
        schema: config.schema,
        table: config.table,
        report: reporterFor(true),
        ...(flags.force && { force: true }),
        args: [...(flags.config ? ['--config', flags.config] : []), ...args],
      })
    })
}
