import { MigrateError } from './errors.ts'
import type { Session } from './session.ts'
import type { Statement } from './statements.ts'

export async function applyWithoutTransaction(
  _session: Session,
  file: string,
  _statements: Statement[],
): Promise<void> {
  throw new MigrateError(`${file}: not yet`)
}
