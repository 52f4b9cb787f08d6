import { asDatabaseError } from './errors.ts'
import type { Migration } from './read-migrations.ts'
import { type Statement, stripComments } from './statements.ts'

const addValue = /^(alter\s+type\s[\s\S]+?\sadd\s+value\s+)(?:if\s+not\s+exists\s+)?/i

/** Whether a statement failed because it uses a value of an enum that the same transaction has added. */
export function usesNewEnumValue(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return cause !== undefined && asDatabaseError(cause).code === '55P04'
}

/**
 * An adopted migration whose enum values are added first, each in a transaction of its own, since no transaction may use
 * a value that it has added. Adding one twice does nothing, so a run that dies in between can be repeated.
 */
export function addValuesFirst<T extends Pick<Migration, 'statements'>>(
  migration: T,
): { values: Statement[]; rest: T } {
  const values = migration.statements
    .filter(({ text }) => addValue.test(stripComments(text)))
    .map((statement) => ({
      ...statement,
      text: stripComments(statement.text).replace(addValue, '$1if not exists '),
    }))
  const rest = migration.statements.filter(({ text }) => !addValue.test(stripComments(text)))
  return { values, rest: { ...migration, statements: rest } }
}
