import type { RouteConfig, RouteConfigToTypedResponse, RouteHandler } from '@hono/zod-openapi'
import { type Context, Hono, type MiddlewareHandler, type TypedResponse } from 'hono'
import type { BlankSchema, Input, Schema, ToSchema } from 'hono/types'
import * as z from 'zod'
import { noCredential } from './authenticate.ts'
import type { AppEnv } from './env.ts'
import { readJson, validate } from './validate.ts'

/** What the library makes of a route: its handler's context, with the path and the validated input, and its answers. */
type ContextOf<R extends RouteConfig> = Parameters<RouteHandler<R, AppEnv>>[0]
type AnswersOf<R extends RouteConfig> = Awaited<ReturnType<RouteHandler<R, AppEnv>>>
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

/** Names of fields, at any depth, that an answer has and its contract does not know. */
type Undeclared<Data, Contract> = Data extends readonly (infer Row)[]
  ? Contract extends readonly (infer RowContract)[]
    ? Undeclared<Row, RowContract>
    : never
  : Data extends object
    ? {
        [Key in keyof Data]: Key extends KeysOf<Contract>
          ? Undeclared<Data[Key], ValuesOf<Contract, Key>>
          : Key
      }[keyof Data]
    : never

/** Where an answer has such fields, a type that it is not: nothing is published that the contract does not declare. */
type NothingElse<R extends RouteConfig, Answer> =
  Answer extends TypedResponse<infer Data, infer Status, 'json'>
    ? [Undeclared<Data, Declared<R, Status>>] extends [never]
      ? unknown
      : { 'the contract does not declare': Undeclared<Data, Declared<R, Status>> }
    : unknown

const contracts = new WeakMap<object, RouteConfig>()

/**
 * Runs `@hono/zod-openapi` routes without its document generator, which would double the worker's size.
 * Types come from the library; the document is generated from `contractsOf` at build time, by the library too.
 */
export class Api<S extends Schema = BlankSchema> extends Hono<AppEnv, S, '/'> {
  /** Adds a route: its request is validated before the handler, whose answers are those that it declares, and no more. */
  openapi<R extends RouteConfig, Answer extends AnswersOf<R>>(
    route: R,
    handler: (c: ContextOf<R>) => MaybePromise<Answer & NothingElse<R, Answer>>,
  ): Api<S & SchemaOf<R>>
  openapi(
    { middleware, ...contract }: RouteConfig,
    handler: (c: Context<AppEnv>) => MaybePromise<Response>,
  ): object {
    const steps = stepsOf(contract)
    const run: MiddlewareHandler<AppEnv> = async (c) => {
      for (const step of steps) await step(c)
      return handler(c)
    }
    contracts.set(run, contract)
    this.on([contract.method], [honoPath(contract.path)], run)
    return this
  }
}

/** What a request passes before its handler, in this order. */
function stepsOf({ request = {}, security }: RouteConfig): ((c: Context<AppEnv>) => Promise<void> | void)[] {
  const { params, query, headers, body } = request
  const media = body?.content['application/json']
  const json = media && 'schema' in media ? media.schema : undefined
  return [
    security?.length !== 0 && requireCredential,
    isSchema(params) && validate('param', params, (c) => c.req.param()),
    isSchema(query) && validate('query', query, (c) => c.req.query()),
    isSchema(headers) && validate('header', headers, (c) => c.req.header()),
    isSchema(json) && validate('json', json, readJson),
  ].filter((step) => typeof step === 'function')
}

/** Every part of a request that is described is an object. */
const isSchema = (schema: unknown): schema is z.ZodType<object> => schema instanceof z.ZodType

/**
 * Checks for a credential before validating, so that strangers cannot probe the schema. Whether it is true is found
 * out in the transaction that does the work.
 */
async function requireCredential(c: Context<AppEnv>): Promise<void> {
  if ((await c.get('credential')()) === null) throw noCredential()
}

/** Starts a chain of routes: `createApi().openapi(route, handler).openapi(…)`. */
export const createApi = () => new Api()

/** The contracts of every route mounted on an app, with their full paths as OpenAPI writes them. */
export const contractsOf = (app: { routes: readonly { path: string; handler: object }[] }): RouteConfig[] =>
  app.routes.flatMap(({ path, handler }) => {
    const contract = contracts.get(handler)
    return contract ? [{ ...contract, path: path.replace(/:(\w+)(\{[^}]*\})?/g, '{$1}') }] : []
  })

/** Declares a route's contract: method, path, request and every response. Undeclared responses do not compile. */
export const createRoute = <Path extends string, R extends Omit<RouteConfig, 'path'> & { path: Path }>(
  route: R,
): R => route

/** `/items/{id}` as Hono writes it: `/items/:id`. */
const honoPath = (path: string) => path.replace(/\/\{(.+?)\}/g, '/:$1')
