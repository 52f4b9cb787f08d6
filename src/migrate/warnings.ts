import { type ConnectOptions, withConnection } from './connection.ts'
import { silent } from './report.ts'

/**
 * Reports what is wrong with a database beside its schema. A project tells by a function of its own, which a migration
 * makes: `database_warnings()` in the schema public, with a text for each thing to mend. Without it there is nothing to say.
 */
export async function reportWarnings(options: ConnectOptions): Promise<void> {
  const warnings = await withConnection(options, async (client) => {
    const { rows: known } = await client.query(
      `select from pg_proc where oid = to_regprocedure('public.database_warnings()')`,
    )
    if (known.length === 0) return []
    return (await client.query<{ text: string }>('select text from public.database_warnings() text')).rows
  })
  const report = options.report ?? silent
  for (const { text } of warnings) report({ level: 'warn', text })
}
