import { Command } from 'commander'
import { createDatabases } from '../create.ts'
import {
  addDatabaseOptions,
  type DatabaseFlags,
  readProject,
  reporterFor,
  requireDatabase,
} from './options.ts'

/** `create`: the database of the URL and its test database. */
export function createCommand(): Command {
  return addDatabaseOptions(new Command('create'))
    .description('create the configured database and its test database (..._test), if absent')
    .addHelpText(
      'after',
      `
Examples:
  $ npm run db:create
  $ npm run db:create -- --url postgresql://me:secret@localhost/brief`,
    )
    .action(async (flags: DatabaseFlags) => {
      const { databaseUrl, ssl } = requireDatabase(flags, await readProject(flags))
      await createDatabases({ databaseUrl, ssl, waitForDatabaseMs: flags.wait, report: reporterFor(false) })
    })
}
