import { MigrateError } from './errors.ts'
import { LEAVE_OUT } from './hints.ts'
import type { Migration } from './read-migrations.ts'
import type { Session } from './session.ts'
import { type Statement, stripComments } from './statements.ts'

const control =
  /^(begin|commit|rollback|end|start\s+transaction|savepoint|release|abort|prepare\s+transaction)\b/i
const opens = /^(begin|start\s+transaction)\b/i
const closes = /^(commit|end)\b/i
const concurrently = /^((?:create\s+(?:unique\s+)?|drop\s+)index)\s+concurrently\b/i

/**
 * The statements as they can run inside the one transaction that a migration is: without a BEGIN in front and its COMMIT
 * at the end, which say what is so anyway. An adopted migration may have them anywhere, and build its indexes
 * CONCURRENTLY: it was applied as it is, and on a database that is new the ordinary way makes the same.
 * @throws MigrateError at any other statement that would end the transaction.
 */
export function forTransaction(
  { report }: Pick<Session, 'report'>,
  { file, statements, adopted }: Pick<Migration, 'file' | 'statements' | 'adopted'>,
): Statement[] {
  const words = statements.map(({ text }) => stripComments(text).match(control)?.[0] ?? '')
  const isLeftOut = (word: string) => (adopted || isWrapped(words)) && (opens.test(word) || closes.test(word))
  const kept: Statement[] = []
  for (const [at, statement] of statements.entries()) {
    const word = words[at] ?? ''
    if (isLeftOut(word)) continue
    if (word)
      throw new MigrateError(`${file} failed.`, {
        details: [
          `${file}:${statement.line} has ${word.toUpperCase()}, but each migration is one transaction already.`,
        ],
        hint: LEAVE_OUT,
      })
    kept.push(adopted ? inOrdinaryWay(statement) : statement)
  }
  if (kept.length < statements.length)
    report({ level: 'warn', text: `${file}: its BEGIN and COMMIT are left out; it is one transaction` })
  return kept
}

function isWrapped(words: string[]): boolean {
  const [first = '', ...rest] = words
  const last = rest.pop() ?? ''
  return opens.test(first) && closes.test(last) && rest.every((word) => word === '')
}

/** The statement without CONCURRENTLY; comments in front of it stay, so that its lines do. */
export function inOrdinaryWay(statement: Statement): Statement {
  const bare = stripComments(statement.text)
  if (!concurrently.test(bare)) return statement
  const front = statement.text.slice(0, statement.text.lastIndexOf(bare))
  return { ...statement, text: front + bare.replace(concurrently, '$1') }
}
