import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { requestId } from 'hono/request-id'
import { readConfig } from './config.ts'
import { createContract } from './contract.ts'
import { AppError } from './errors.ts'
import { liveness } from './features/health/routes.ts'
import { cacheRules } from './http/cache-rules.ts'
import { refuseCrossOrigin } from './http/cross-origin.ts'
import type { AppEnv } from './http/env.ts'
import { asAppError } from './http/problem.ts'
import { requestContext, requestLog } from './http/request-context.ts'
import { apiHeaders, pageHeaders } from './http/security-headers.ts'
import { respondError } from './web/error-page.tsx'
import { web } from './web/routes.tsx'
import { signInPages } from './web/sign-in-routes.tsx'
import { STYLES } from './web/styles.ts'

/** Bodies over this many bytes are refused with 413. */
const MAX_BODY = 1024 * 1024

export type { AppType } from './contract.ts'

/** The whole application: middleware, contract, and the answers to what no route takes. */
export function createApp(): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const contract = createContract()
  app.onError((error, c) => respondError(c, asAppError(error)))
  app.notFound((c) => respondError(c, new AppError('not_found', `Nothing is at ${c.req.path}.`)))
  return app
    .use(requestId())
    .use(requestLog())
    .use(apiHeaders())
    .route('/', liveness)
    .use(
      cors({
        origin: (origin, c) => (readConfig(c.env).corsOrigins.includes(origin) ? origin : null),
        exposeHeaders: [
          'ETag',
          'Last-Write',
          'Link',
          'Location',
          'RateLimit',
          'RateLimit-Policy',
          'Retry-After',
          'Server-Timing',
          'X-Request-Id',
        ],
        maxAge: 3600,
      }),
    )
    .use(
      methodNotAllowed({
        app,
        onMethodNotAllowed: (c, methods) =>
          respondError(
            c,
            new AppError('method_not_allowed', `${c.req.path} takes ${methods.join(', ')}.`, {
              headers: { Allow: methods.join(', ') },
            }),
          ),
      }),
    )
    .use(bodyLimit({ maxSize: MAX_BODY, onError: refuseBody }))
    .use(refuseCrossOrigin())
    .use(cacheRules())
    .use(requestContext())
    .route('/', contract)
    .use(pageHeaders(STYLES))
    .route('/', signInPages)
    .route('/', web)
}

function refuseBody(): never {
  throw new AppError('payload_too_large', `A body is at most ${MAX_BODY.toLocaleString('en')} bytes here.`)
}
