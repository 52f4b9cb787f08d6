import type { RouteConfig, RouteConfigToTypedResponse, RouteHandler } from '@hono/zod-openapi'
import { type Context, Hono, type MiddlewareHandler, type TypedResponse } from 'hono'
import type { BlankSchema, Input, Schema, ToSchema } from 'hono/types'
import * as z from 'zod'
import { noCredential } from './authenticate.ts'
import type { AppEnv } from './env.ts'
import { readJson, validate } from './validate.ts'

/** The types that the library derives from a route: the handler's context (path and validated input) and its responses. */
type ContextOf<R extends RouteConfig> = Parameters<RouteHandler<R, AppEnv>>[0]
type ResponsesOf<R extends RouteConfig> = Awaited<ReturnType<RouteHandler<R, AppEnv>>>
type SchemaOf<R extends RouteConfig> =
  ContextOf<R> extends Context<AppEnv, infer Path extends string, infer In extends Input>
    ? ToSchema<R['method'], Path, In, RouteConfigToTypedResponse<R>>
    : never

type MaybePromise<T> = T | Promise<T>

/** The body that the contract declares for this status. */
type Declared<R extends RouteConfig, Status> =
  Extract<RouteConfigToTypedResponse<R>, { _status: Status }> extends { _data: infer Data } ? Data : never

type KeysOf<T> = T extends unknown ? keyof T : never
type ValuesOf<T, Key> = T extends unknown ? (Key extends keyof T ? T[Key] : never) : never

/** Names of fields, at any depth, that a response has and its contract does not declare. */
type Undeclared<Data, Contract> = Data extends readonly (infer Row)[]
  ? Contract extends readonly (infer RowContract)[]
    ? Undeclared<Row, RowContract>
    : never
  : Data extends object
    ? {
        [Key in keyof Data]-?: Key extends KeysOf<Contract>
          ? Undeclared<Data[Key], ValuesOf<Contract, Key>>
          : Key
      }[keyof Data]
    : never

/** A type that no response with undeclared fields has, so that returning one does not compile. */
type OnlyDeclared<R extends RouteConfig, Answer> =
  Answer extends TypedResponse<infer Data, infer Status, 'json'>
    ? [Undeclared<Data, Declared<R, Status>>] extends [never]
      ? unknown
      : { 'the contract does not declare': Undeclared<Data, Declared<R, Status>> }
    : unknown

const contracts = new WeakMap<object, RouteConfig>()

/**
 * Runs the routes of `@hono/zod-openapi` without its document generator, which would double the size of the worker.
 * The types are the library's. The library also generates the document, at build time, from `contractsOf`.
 */
export class Api<S extends Schema = BlankSchema> extends Hono<AppEnv, S, '/'> {
  /** Adds a route. The request is validated before the handler runs; undeclared responses and fields do not compile. */
  openapi<R extends RouteConfig, Answer extends ResponsesOf<R>>(
    route: R,
    handler: (c: ContextOf<R>) => MaybePromise<Answer & OnlyDeclared<R, Answer>>,
  ): Api<S & SchemaOf<R>>
  openapi(
    { middleware, ...contract }: RouteConfig,
    handler: (c: Context<AppEnv>) => MaybePromise<Response>,
  ): object {
    const checks = checksOf(contract)
    const run: MiddlewareHandler<AppEnv> = async (c) => {
      for (const check of checks) await check(c)
      return handler(c)
    }
    contracts.set(run, contract)
    this.on([contract.method], [honoPath(contract.path)], run)
    return this
  }
}

/** The checks before the handler, in this order. */
function checksOf({ request = {}, security }: RouteConfig): ((c: Context<AppEnv>) => Promise<void> | void)[] {
  const { params, query, headers, body } = request
  const media = body?.content['application/json']
  const json = media && 'schema' in media ? media.schema : undefined
  return [
    security?.length !== 0 && requireCredential,
    isSchema(params) && validate('param', params, (c) => c.req.param()),
    isSchema(query) && validate('query', query, (c) => c.req.query()),
    isSchema(headers) && validate('header', headers, (c) => c.req.header()),
    isSchema(json) && validate('json', json, readJson),
  ].filter((check) => typeof check === 'function')
}

/** Path, query, headers and body are always described by an object schema. */
const isSchema = (schema: unknown): schema is z.ZodType<object> => schema instanceof z.ZodType

/**
 * Checks for a credential before validating, so that strangers cannot probe the schema. The database verifies it later,
 * in the transaction of the handler's statement.
 */
async function requireCredential(c: Context<AppEnv>): Promise<void> {
  if ((await c.get('credential')()) === null) throw noCredential()
}

/** Starts a chain of routes: `createApi().openapi(route, handler).openapi(…)`. */
export const createApi = () => new Api()

/** The contracts of all routes that are mounted on an app, with their full paths in OpenAPI's form. */
export const contractsOf = (app: { routes: readonly { path: string; handler: object }[] }): RouteConfig[] =>
  app.routes.flatMap(({ path, handler }) => {
    const contract = contracts.get(handler)
    return contract ? [{ ...contract, path: path.replace(/:(\w+)(\{[^}]*\})?/g, '{$1}') }] : []
  })

/** Declares a route's contract: method, path, request and every response. Undeclared responses do not compile. */
export const createRoute = <Path extends string, R extends Omit<RouteConfig, 'path'> & { path: Path }>(
  route: R,
): R => route

/** Converts a path from OpenAPI's form to Hono's: `/items/{id}` to `/items/:id`. */
const honoPath = (path: string) => path.replace(/\/\{(.+?)\}/g, '/:$1')
