import pg from 'pg'
import { MigrateError } from './errors.ts'
import { buildsSameIndex, dropLeftovers, findIndex } from './index-state.ts'
import { assertLocked } from './lock.ts'
import { runStatement } from './run-statement.ts'
import type { Session } from './session.ts'
import { type Statement, stripComments } from './statements.ts'

const name = String.raw`(?:"(?:[^"]|"")+"|[\w$]+)`
const qualified = String.raw`${name}(?:\s*\.\s*${name})?`
const createIndex = new RegExp(
  String.raw`^create\s+(unique\s+)?index\s+concurrently\s+(?:if\s+not\s+exists\s+)?(${name})\s+on\s+(?:only\s+)?(${qualified})([\s\S]*)$`,
  'i',
)
const reindex = new RegExp(String.raw`^reindex\s+(index|table)\s+concurrently\s+(${qualified})`, 'i')

// Each of these may run twice with the result of once, so a run that died half-way can be repeated.
const repeatable = [
  /^drop\s+index\s+concurrently\s+if\s+exists\s/i,
  /^alter\s+type\s[\s\S]+\sadd\s+value\s+if\s+not\s+exists\s/i,
  /^vacuum\b/i,
  /^analyze\b/i,
  createIndex,
  reindex,
]

/**
 * Runs the statements of a `-- no-transaction` migration one by one. Should an earlier run have died
 * half-way, what it left is found: an invalid index is dropped and built anew, a finished one is kept.
 * @throws MigrateError before anything runs when a statement could not be repeated safely.
 */
export async function applyWithoutTransaction(
  session: Session,
  file: string,
  statements: Statement[],
): Promise<void> {
  refuseUnrepeatable(file, statements)
  // A build that is cut short leaves an invalid index; it hinders nobody while it waits, so it may.
  await session.client.query('reset all; set statement_timeout = 0; set lock_timeout = 0')
  await session.client.query("set client_connection_check_interval = '1s'").catch(() => {})
  for (const statement of statements) {
    await assertLocked(session)
    const text = stripComments(statement.text)
    const index = text.match(createIndex)
    const rebuilt = text.match(reindex)
    if (rebuilt?.[1] && rebuilt[2]) await dropLeftovers(session, rebuilt[1].toLowerCase(), rebuilt[2])
    if (index && (await isBuilt(session, file, statement, index))) continue
    await runStatement({ ...session, lockTimeoutMs: 0 }, file, statement)
  }
}

async function isBuilt(
  session: Session,
  file: string,
  statement: Statement,
  [, unique = '', indexName = '', table = '', rest = '']: RegExpMatchArray,
): Promise<boolean> {
  const found = await findIndex(session, table, indexName)
  if (!found) return false
  if (!found.valid) {
    session.report({ level: 'warn', text: `index ${found.name} was left half-built; building it anew` })
    await session.client.query(
      `drop index concurrently if exists ${pg.escapeIdentifier(found.schema)}.${pg.escapeIdentifier(found.name)}`,
    )
    return false
  }
  if (await buildsSameIndex(session, found, table, `create ${unique}index`, rest)) {
    session.report({ level: 'info', text: `index ${found.name} is built already` })
    return true
  }
  throw new MigrateError(
    `${file}:${statement.line} would build index ${found.name}, but another one has this name.`,
    {
      details: [`there is: ${found.definition}`],
      hint: 'Drop that index, or give yours another name.',
    },
  )
}

/**
 * Refuses what could not be repeated after a run that died half-way.
 * @throws MigrateError naming the statement and what is allowed.
 */
export function refuseUnrepeatable(file: string, statements: Statement[]): void {
  for (const { text, line } of statements) {
    const bare = stripComments(text)
    if (repeatable.some((pattern) => pattern.test(bare))) continue
    throw new MigrateError(`${file}:${line} cannot run without a transaction.`, {
      details: [
        bare.split('\n', 1)[0] ?? '',
        'Were the run to die half-way, it could not be repeated safely.',
      ],
      hint:
        'Allowed: CREATE [UNIQUE] INDEX CONCURRENTLY name ON ..., DROP INDEX CONCURRENTLY IF EXISTS, REINDEX INDEX | TABLE CONCURRENTLY, ' +
        'ALTER TYPE ... ADD VALUE IF NOT EXISTS, VACUUM, ANALYZE. Put the rest into a migration with a transaction.',
    })
  }
}
