import type { createRoute as CreateRoute, OpenAPIHono, RouteConfig } from '@hono/zod-openapi'
import { Hono, type MiddlewareHandler } from 'hono'
import type { ZodType } from 'zod'
import { unauthenticated } from '../db/database.ts'
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
    contracts.set(handler, contract)
    const { params, query, headers, body } = contract.request ?? {}
    const steps = [middleware ?? []].flat() as MiddlewareHandler[]
    if (contract.security?.length !== 0) steps.push(requireCredential)
    if (params) steps.push(validate('param', params as ZodType, (c) => c.req.param()))
    if (query) steps.push(validate('query', query as ZodType, (c) => c.req.query()))
    if (headers) steps.push(validate('header', headers as ZodType, (c) => c.req.header()))
    const media = body?.content['application/json']
    if (media && 'schema' in media) steps.push(validate('json', media.schema as ZodType, readJson))
    this.on([contract.method], [honoPath(contract.path)], ...steps, handler)
    return this
  }
}

/** Who says nothing learns nothing, not even what a valid request is. Whether a token is one, the statement finds out. */
const requireCredential: MiddlewareHandler<AppEnv> = async (c, next) => {
  if ((await c.var.credential()) === null) throw unauthenticated()
  await next()
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
