import { Hono } from 'hono'
import { createContract } from './contract.ts'
import { liveness } from './features/health/routes.ts'
import { limitBody } from './http/body-limit.ts'
import { cacheControl } from './http/cache-control.ts'
import { corsForOrigins, csrfProtection } from './http/cross-origin.ts'
import type { AppEnv } from './http/env.ts'
import { notFound } from './http/not-found.ts'
import { asAppError } from './http/problem.ts'
import { requestContext } from './http/request-context.ts'
import { requestLog } from './http/request-log.ts'
import { requireHttps } from './http/require-https.ts'
import { ContractRouter } from './http/router.ts'
import { pageHeaders } from './http/security-headers.ts'
import { respondError } from './web/error-page.tsx'
import { mailPages } from './web/mail/routes.tsx'
import { web } from './web/routes.tsx'
import { signInPages } from './web/sign-in-routes.tsx'
import { STYLES } from './web/styles.ts'

export type { AppType } from './contract.ts'

/** The whole application: middleware, API routes, pages, error and not-found handlers. */
export function createApp(): Hono<AppEnv> {
  const app = new Hono<AppEnv>({ router: new ContractRouter() })
  const contract = createContract()
  app.onError((error, c) => respondError(c, asAppError(error)))
  app.notFound(notFound(app, respondError))
  return app
    .use(requestLog())
    .route('/', liveness)
    .use(requireHttps())
    .use(corsForOrigins())
    .use(limitBody())
    .use(csrfProtection())
    .use(cacheControl())
    .use(requestContext())
    .route('/', contract)
    .use(pageHeaders(STYLES))
    .route('/', signInPages)
    .route('/', mailPages)
    .route('/', web)
}
