import type { createRoute as CreateRoute, OpenAPIHono, RouteConfig } from '@hono/zod-openapi'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import type { ZodType } from 'zod'
import { unauthenticated } from '../db/failures.ts'
import type { AppEnv } from './env.ts'
import { readJson, validate } from './validate.ts'

/** A chain of contract routes; the chain's type is the typed client's contract. */
export type Api = OpenAPIHono<AppEnv>

const contracts = new WeakMap<object, RouteConfig>()

/**
 * Runs `@hono/zod-openapi` routes without its document generator, which would double the worker's size.
 * Types come from the library; the document is generated from `contractsOf` at build time, by the library too.
 */
class ContractHono extends Hono<AppEnv> {
  openapi({ middleware, ...contract }: RouteConfig, handler: MiddlewareHandler) {
    const steps = stepsOf(contract)
    const run: MiddlewareHandler<AppEnv> = async (c, next) => {
      for (const step of steps) await step(c)
      return handler(c, next)
    }
    contracts.set(run, contract)
    const before = [middleware ?? []].flat() as MiddlewareHandler[]
    this.on([contract.method], [honoPath(contract.path)], ...before, run)
    return this
  }
}

/** What a request passes before its handler, in this order. */
function stepsOf({ request = {}, security }: RouteConfig): ((c: Context<AppEnv>) => Promise<void> | void)[] {
  const { params, query, headers, body } = request
  const media = body?.content['application/json']
  return [
    security?.length !== 0 && requireCredential,
    params && validate('param', params as ZodType, (c) => c.req.param()),
    query && validate('query', query as ZodType, (c) => c.req.query()),
    headers && validate('header', headers as ZodType, (c) => c.req.header()),
    media && 'schema' in media && validate('json', media.schema as ZodType, readJson),
  ].filter((step) => typeof step === 'function')
}

/** Who says nothing learns nothing, not even what a valid request is. Whether a token is one, the statement finds out. */
async function requireCredential(c: Context<AppEnv>): Promise<void> {
  if ((await c.get('credential')()) === null) throw unauthenticated()
}

/** Starts a chain of routes: `createApi().openapi(route, handler).openapi(…)`. */
export const createApi = () => new ContractHono() as unknown as Api

/** The contracts of every route mounted on an app, with their full paths as OpenAPI writes them. */
export const contractsOf = (app: { routes: readonly { path: string; handler: object }[] }): RouteConfig[] =>
  app.routes.flatMap(({ path, handler }) => {
    const contract = contracts.get(handler)
    return contract ? [{ ...contract, path: path.replace(/:(\w+)(\{[^}]*\})?/g, '{$1}') }] : []
  })

/** Declares a route's contract: method, path, request and every response. Undeclared responses do not compile. */
export const createRoute = ((route: RouteConfig) => ({
  ...route,
  getRoutingPath: () => honoPath(route.path),
})) as unknown as typeof CreateRoute

/** `/items/{id}` as Hono writes it: `/items/:id`. */
const honoPath = (path: string) => path.replace(/\/\{(.+?)\}/g, '/:$1')
