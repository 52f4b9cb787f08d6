import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { limitTimes, runAll } from '../apply.ts'
import { type DescribeOptions, describeSchema, type SchemaDescription } from '../describe/index.ts'
import { addValuesFirst, usesNewEnumValue } from '../enum-values.ts'
import { MigrateError } from '../errors.ts'
import { ensureJournalTable } from '../journal-table.ts'
import { refuseUnrepeatable } from '../no-transaction.ts'
import { isNoTransaction, type Migration } from '../read-migrations.ts'
import { silent } from '../report.ts'
import { type Session, withSession } from '../session.ts'
import { readSettings } from '../settings.ts'
import { type Statement, splitStatements, stripComments } from '../statements.ts'
import { inOrdinaryWay } from '../transaction-control.ts'
import { moveRolesAside, readClusterState, touchesCluster } from './cluster.ts'
import type { CheckContext } from './context.ts'
import { withScratchDatabase } from './scratch.ts'

/** A scratch database to which migrations are applied, one after the other and back. */
export type Replay = {
  session: Session
  up: (migration: Migration) => Promise<void>
  down: (migration: Migration) => Promise<void>
  describe: (options?: DescribeOptions) => Promise<SchemaDescription>
  /** Runs `work` in a transaction that is undone. */
  tentatively: <T>(work: () => Promise<T>) => Promise<T>
}

/**
 * Runs `work` on a scratch database, which starts with the prelude of migrate.json. Each script is a transaction of its
 * own until one touches what the whole server shares, such as roles: from there on everything happens in one transaction
 * that is never committed, so that the server is left as it was.
 * @throws MigrateError when no scratch database can be made, or the prelude fails.
 */
export async function withReplay<T>(
  { config, databaseUrl = '', ssl }: Pick<CheckContext, 'config' | 'databaseUrl' | 'ssl'>,
  migrations: Migration[],
  work: (replay: Replay) => Promise<T>,
): Promise<T> {
  return withScratchDatabase({ databaseUrl, ssl }, (url) =>
    withSession({ ...config, databaseUrl: url, ssl, report: silent }, async (session) => {
      const { client, table } = session
      const shared = await readClusterState(client)
      let isOpen = false
      const run = async (script: Pick<Migration, 'file' | 'sql' | 'statements' | 'adopted'>) => {
        const isTouching = touchesCluster(script.sql)
        if (!isOpen) {
          await client.query('begin isolation level read committed')
          if (isTouching) await moveRolesAside(client, migrations)
        }
        isOpen ||= isTouching
        await limitTimes(session)
        await runAll(session, { ...script, statements: inTransaction(script) })
        await client.query(
          'reset session authorization; reset role; reset all; set constraints all immediate',
        )
        // A name that was put together at run time is noticed here.
        isOpen ||= (await readClusterState(client)) !== shared
        if (!isOpen) await client.query('commit')
        else await client.query('set constraints all deferred')
      }
      const attempt = async (script: Pick<Migration, 'file' | 'sql' | 'statements' | 'adopted'>) => {
        try {
          await run(script)
        } catch (error) {
          if (isOpen) throw error
          await client.query('rollback').catch(() => {})
          const { values, rest } = addValuesFirst(script)
          if (!script.adopted || values.length === 0 || !usesNewEnumValue(error)) throw error
          for (const value of values) await run({ ...script, statements: [value] })
          await run(rest)
        }
      }
      await ensureJournalTable(client, table, migrations[0]?.layout ?? 'journal')
      const prelude = await readPrelude(config.folder)
      if (prelude) await attempt(prelude)
      return work({
        session,
        up: attempt,
        down: (migration) =>
          attempt({
            file: migration.downFile,
            sql: migration.down ?? '',
            statements: splitStatements(migration.down ?? ''),
            adopted: migration.adopted,
          }),
        describe: (options) =>
          describeSchema(client, { ignoreTable: table, ...options, ...(isOpen && { within: true }) }),
        tentatively: async (tried) => {
          await client.query(isOpen ? 'savepoint tentative' : 'begin')
          try {
            return await tried()
          } finally {
            await client.query(isOpen ? 'rollback to savepoint tentative' : 'rollback')
          }
        },
      })
    }),
  )
}

async function readPrelude(folder: string) {
  const { prelude } = await readSettings(folder)
  if (prelude === undefined) return undefined
  const file = resolve(folder, prelude)
  const sql = await readFile(file, 'utf8').catch((cause: Error) => {
    throw new MigrateError(`The prelude ${file} cannot be read: ${cause.message}.`, { cause })
  })
  return { file, sql, statements: splitStatements(sql), adopted: true }
}

/** The statements as a transaction can run them: nobody waits for a scratch database's indexes. */
function inTransaction({
  file,
  sql,
  statements,
}: Pick<Migration, 'file' | 'sql' | 'statements'>): Statement[] {
  if (!isNoTransaction(sql)) return statements
  refuseUnrepeatable(file, statements)
  return statements
    .filter(({ text }) => !/^(vacuum|analyze|reindex)\b/i.test(stripComments(text)))
    .map(inOrdinaryWay)
}
