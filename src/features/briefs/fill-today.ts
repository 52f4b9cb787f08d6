import type { Context } from 'hono'
import { AppError } from '../../errors.ts'
import { afterResponse } from '../../http/after-response.ts'
import type { AppEnv } from '../../http/env.ts'
import { storeNewExtracts } from '../../summaries/store-extracts.ts'
import { buildToday } from './build.ts'
import type { StoredBrief } from './schemas.ts'

const ATTEMPTS = 4

/**
 * Fills the empty places of the caller's brief of today, and stores the extracts of its articles after the response. It is
 * one statement, and another one only if a second request fills the same places at the same moment.
 */
export async function fillToday(c: Context<AppEnv>): Promise<StoredBrief> {
  for (let attempt = 1; ; attempt++) {
    try {
      const brief = await c.var.db.run(buildToday, {})
      afterResponse(c, () => storeNewExtracts(c.var.config))
      return brief
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'conflict') || attempt === ATTEMPTS) throw error
    }
  }
}
