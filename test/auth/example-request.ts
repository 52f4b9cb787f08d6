import type { RouteConfig } from '@hono/zod-openapi'
import * as z from 'zod'

/** A request that a route's contract accepts. */
export interface ExampleRequest {
  name: string
  path: string
  init: { method: string; headers: Record<string, string>; body?: string }
  /** Answers to anybody. */
  isOpen: boolean
  isForAdmins: boolean
}

type Schema = Record<string, unknown> & { examples?: unknown[] }
type Definitions = Record<string, Schema>

/** Builds a valid request from the contract alone: examples where it has them, else the smallest value of the type. */
export function exampleRequest(contract: RouteConfig): ExampleRequest {
  const { method, request, responses, security } = contract
  const params = request?.params ? (exampleOf(toSchema(request.params)) as Record<string, unknown>) : {}
  const path = contract.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(params[name])))
  const media = Object.entries(request?.body?.content ?? {})[0]
  const body = media && 'schema' in media[1]! ? exampleBody(media[0], media[1].schema) : undefined
  return {
    name: `${method.toUpperCase()} ${contract.path}`,
    path,
    init: {
      method: method.toUpperCase(),
      headers: media ? { 'content-type': media[0] } : {},
      ...(body !== undefined && { body }),
    },
    isOpen: security?.length === 0,
    isForAdmins: '403' in responses,
  }
}

function exampleBody(mediaType: string, schema: unknown): string {
  if (!mediaType.includes('json')) return '<opml version="2.0"><body/></opml>'
  return JSON.stringify(exampleOf(toSchema(schema)))
}

const toSchema = (schema: unknown) =>
  z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' })

function exampleOf(schema: Schema, definitions = (schema.$defs ?? {}) as Definitions): unknown {
  const of = (part: Schema) => exampleOf(part, definitions)
  if (typeof schema.$ref === 'string') return of(definitions[schema.$ref.replace('#/$defs/', '')]!)
  if (schema.examples?.[0] !== undefined) return schema.examples[0]
  const choice = (schema.anyOf ?? schema.oneOf ?? schema.allOf) as Schema[] | undefined
  if (choice) return of(choice[0]!)
  if (schema.const !== undefined) return schema.const
  if (Array.isArray(schema.enum)) return schema.enum[0]
  if (schema.type === 'object') {
    const required = new Set((schema.required as string[] | undefined) ?? [])
    const fields = Object.entries((schema.properties ?? {}) as Record<string, Schema>)
    return Object.fromEntries(fields.filter(([name]) => required.has(name)).map(([name, s]) => [name, of(s)]))
  }
  if (schema.type === 'array') return []
  if (schema.type === 'boolean') return true
  if (schema.type === 'integer' || schema.type === 'number') return Math.max(1, Number(schema.minimum ?? 1))
  if (schema.format === 'uuid') return '00000000-0000-4000-8000-000000000001'
  if (schema.format === 'date') return '2026-11-21'
  if (schema.format === 'date-time') return '2026-11-21T06:00:00Z'
  if (schema.format === 'uri') return 'https://example.org/'
  return 'example'
}
