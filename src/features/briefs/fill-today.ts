import type { Database } from '../../db/database.ts'
import { AppError } from '../../errors.ts'
import { buildToday } from './build.ts'
import type { StoredBrief } from './schemas.ts'

const ATTEMPTS = 4

/**
 * Fills the empty places of the caller's brief of today: one statement, and another only when somebody else filled
 * them at the same moment.
 */
export async function fillToday(db: Database): Promise<StoredBrief> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.run(buildToday, {})
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'conflict') || attempt === ATTEMPTS) throw error
    }
  }
}
