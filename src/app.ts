import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { requestId } from 'hono/request-id'
import { secureHeaders } from 'hono/secure-headers'
import { readConfig } from './config.ts'
import { AppError } from './errors.ts'
import { briefs } from './features/briefs/routes.ts'
import { health, liveness } from './features/health/routes.ts'
import { items } from './features/items/routes.ts'
import { sources } from './features/sources/routes.ts'
import { todos } from './features/todos/routes.ts'
import { createApi } from './http/api.ts'
import type { AppEnv } from './http/env.ts'
import { asAppError, problemResponse } from './http/problem.ts'
import { requestContext, requestLog } from './http/request-context.ts'

/** Bodies over this many bytes are refused with 413. */
const MAX_BODY = 1024 * 1024

/** The HTTP contract: every route that is in the OpenAPI document. */
export const createContract = () =>
  createApi()
    .route('/', liveness)
    .route('/', health)
    .route('/', items)
    .route('/', todos)
    .route('/', sources)
    .route('/', briefs)

/** The type of the contract, for `hc<AppType>()`. */
export type AppType = ReturnType<typeof createContract>

/** The whole application: middleware, contract, and the answers to what no route takes. */
export function createApp(): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const contract = createContract()
  app.onError((error, c) => problemResponse(c, asAppError(error)))
  app.notFound((c) => problemResponse(c, new AppError('not_found', `Nothing is at ${c.req.path}.`)))
  return app
    .use(requestId())
    .use(requestLog())
    .use(secureHeaders())
    .route('/', liveness)
    .use(
      cors({
        origin: (origin, c) => (readConfig(c.env).corsOrigins.includes(origin) ? origin : null),
        exposeHeaders: ['ETag', 'Link', 'Location', 'Retry-After', 'Server-Timing', 'X-Request-Id'],
        maxAge: 3600,
      }),
    )
    .use(
      methodNotAllowed({
        app,
        onMethodNotAllowed: (c, methods) =>
          problemResponse(
            c,
            new AppError('method_not_allowed', `${c.req.path} takes ${methods.join(', ')}.`, {
              headers: { Allow: methods.join(', ') },
            }),
          ),
      }),
    )
    .use(bodyLimit({ maxSize: MAX_BODY }))
    .use(requestContext())
    .route('/', contract)
}
