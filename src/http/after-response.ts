import type { Context } from 'hono'

/**
 * Runs a job after the response, so that the caller does not wait for it. Its failure is logged by whatever failed, and
 * changes nothing for the caller. Outside workerd there is no execution context, so the job does not run there.
 */
export function afterResponse(c: Context, job: () => Promise<unknown>): void {
  try {
    c.executionCtx.waitUntil(job().catch(() => {}))
  } catch {
    // Hono's getter throws when there is no execution context.
  }
}
