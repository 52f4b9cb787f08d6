import type { Context, Hono } from 'hono'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { AppError } from '../errors.ts'
import type { AppEnv } from './env.ts'

/**
 * Handles requests that no route matches: 405 with Allow (RFC 9110 §15.5.6) if the path has other methods, else 404.
 * As the not-found handler, and not as middleware, it costs nothing for requests that have a route.
 */
export function notFound(
  app: Hono<AppEnv>,
  respond: (c: Context<AppEnv>, error: AppError) => Response | Promise<Response>,
): (c: Context<AppEnv>) => Promise<Response> {
  const guard = methodNotAllowed({
    app,
    onMethodNotAllowed: (c, methods) =>
      respond(
        c,
        new AppError('method_not_allowed', `${c.req.path} takes ${methods.join(', ')}.`, {
          headers: { Allow: methods.join(', ') },
        }),
      ),
  })
  return async (c) => {
    await guard(c, async () => {
      c.res = await respond(c, new AppError('not_found', `Nothing is at ${c.req.path}.`))
    })
    return c.res
  }
}
