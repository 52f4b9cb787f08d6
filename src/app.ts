import { Hono } from 'hono'
import { createContract } from './contract.ts'
import { liveness } from './features/health/routes.ts'
import { limitBody } from './http/body-limit.ts'
import { cacheRules } from './http/cache-rules.ts'
import { allowOrigins, refuseCrossOrigin } from './http/cross-origin.ts'
import type { AppEnv } from './http/env.ts'
import { envelope } from './http/envelope.ts'
import { nothingHere } from './http/nothing-here.ts'
import { asAppError } from './http/problem.ts'
import { requestContext } from './http/request-context.ts'
import { requireHttps } from './http/require-https.ts'
import { ContractRouter } from './http/router.ts'
import { pageHeaders } from './http/security-headers.ts'
import { respondError } from './web/error-page.tsx'
import { web } from './web/routes.tsx'
import { signInPages } from './web/sign-in-routes.tsx'
import { STYLES } from './web/styles.ts'

export type { AppType } from './contract.ts'

/** The whole application: middleware, contract, and the answers to what no route takes. */
export function createApp(): Hono<AppEnv> {
  const app = new Hono<AppEnv>({ router: new ContractRouter() })
  const contract = createContract()
  app.onError((error, c) => respondError(c, asAppError(error)))
  app.notFound(nothingHere(app, respondError))
  return app
    .use(envelope())
    .route('/', liveness)
    .use(requireHttps())
    .use(allowOrigins())
    .use(limitBody())
    .use(refuseCrossOrigin())
    .use(cacheRules())
    .use(requestContext())
    .route('/', contract)
    .use(pageHeaders(STYLES))
    .route('/', signInPages)
    .route('/', web)
}
