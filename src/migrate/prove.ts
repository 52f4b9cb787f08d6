import type { CheckContext } from './check/context.ts'
import { compareWithDatabase, describeMigrations } from './check/drift.ts'
import { withReplay } from './check/replay.ts'
import { MigrateError } from './errors.ts'
import type { Migration } from './read-migrations.ts'

const SHOWN = 40

/**
 * Proves that migrations make exactly the schema that is in the database, by applying them to a scratch one.
 * @throws MigrateError with the differences, and with the migration up to which it would hold when there is one.
 */
export async function prove(context: CheckContext, migrations: Migration[]): Promise<void> {
  const difference = await compareWithDatabase(context, await describeMigrations(context, migrations))
  if (difference.length === 0) return
  const fits = await findFitting(context, migrations)
  throw new MigrateError('The migrations do not make what is in the database, so nothing was recorded.', {
    details: [
      'the database differs (- migrations, + database):',
      ...difference.slice(0, SHOWN),
      ...(difference.length > SHOWN ? [`and ${difference.length - SHOWN} more`] : []),
    ],
    hint: fits
      ? `It is what ${fits.tag} makes: give --to ${fits.tag}.`
      : 'Write the difference as a migration or undo it; leave out what is not yours with "exclude" in migrate.json.',
  })
}

/** The last migration up to which the database is as they make it. */
async function findFitting(context: CheckContext, migrations: Migration[]): Promise<Migration | undefined> {
  const quiet = { ...context, report: () => {} }
  return withReplay(quiet, migrations, async ({ up, describe }) => {
    let fits: Migration | undefined
    for (const migration of migrations) {
      await up(migration)
      if ((await compareWithDatabase(quiet, await describe())).length === 0) fits = migration
    }
    return fits
  })
}
