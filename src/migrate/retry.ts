import { setTimeout as sleep } from 'node:timers/promises'
import { asDatabaseError } from './errors.ts'
import { formatDuration } from './report.ts'
import type { Session } from './session.ts'

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 10_000

/**
 * Runs a transaction again, which was rolled back because it could not have a table's lock or was chosen to end a
 * deadlock. Between two attempts whoever queued behind it gets through; the pauses grow, up to the time that is set.
 */
export async function retryWhileLocked<T>(
  session: Session,
  file: string,
  attempt: () => Promise<T>,
): Promise<T> {
  const deadline = Date.now() + session.retryLocksMs
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await attempt()
    } catch (error) {
      const left = deadline - Date.now()
      if (!isLockFailure(error) || left <= 0) throw error
      const wait = Math.min(left, pause * (0.75 + Math.random() / 2))
      session.report({
        level: 'warn',
        text: `${file} could not have a lock; again in ${formatDuration(wait)}, for ${formatDuration(left)} more`,
      })
      await sleep(wait)
    }
  }
}

function isLockFailure(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return cause !== undefined && ['55P03', '40P01'].includes(asDatabaseError(cause).code ?? '')
}
