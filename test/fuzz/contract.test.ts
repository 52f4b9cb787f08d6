import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import type { ZodType } from 'zod'
import { createContract } from '../../src/contract.ts'
import { contractsOf } from '../../src/http/api.ts'
import { Problem } from '../../src/http/problem.ts'
import { buildOpenApi } from '../../src/local/build-openapi.ts'
import { appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { invalid, type Schema, type Schemas, valid } from './arbitrary.ts'

const RUNS = process.env.LONG ? 50_000 : 400

const database = useTestDatabase()
const contracts = contractsOf(createContract())
const document = buildOpenApi()
const schemas = (document.components?.schemas ?? {}) as unknown as Schemas

interface Parameter {
  in: string
  name: string
  required?: boolean
  schema: Schema
}
interface Operation {
  responses: Record<string, { content?: Record<string, unknown> }>
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}
type Contract = (typeof contracts)[number]

interface Request {
  /** Its operation, as the document names it. */
  route: string
  path: string
  init: RequestInit
  role: 'reader' | 'admin'
}

/** Headers that every request may have; a key that others have used stands for another request. */
const conditions = fc.oneof(
  { arbitrary: fc.constant({}), weight: 4 },
  { arbitrary: fc.record({ 'idempotency-key': fc.uuid() }), weight: 4 },
  { arbitrary: fc.constant({ 'idempotency-key': 'used by many' }), weight: 1 },
  {
    arbitrary: fc.record({ 'if-match': fc.constantFrom('*', '"x"', 'nonsense') }),
    weight: 1,
  },
  { arbitrary: fc.constant({ 'if-none-match': '*' }), weight: 1 },
)

/** One request of one operation; about half of its parts are as declared. */
function requestOf(contract: Contract): fc.Arbitrary<Request> {
  const operation = document.paths?.[contract.path]?.[contract.method as 'get'] as Operation
  const { requestBody } = operation
  const parameters = (operation.parameters ?? []).filter((parameter) => !('$ref' in parameter))
  const either = (schema: Schema | undefined) =>
    fc.oneof(
      { arbitrary: valid(schema, schemas), weight: 4 },
      { arbitrary: invalid(schema, schemas), weight: 1 },
    )
  const values = fc.record(
    Object.fromEntries(parameters.map(({ in: place, name, schema }) => [`${place} ${name}`, either(schema)])),
    { requiredKeys: parameters.filter(({ required }) => required).map((p) => `${p.in} ${p.name}`) },
  )
  const media = requestBody && Object.keys(requestBody.content)[0]!
  const sent = media ? either(requestBody.content[media]!.schema) : fc.constant(undefined)
  const role = fc.constantFrom('admin' as const, 'reader' as const)
  return fc.tuple(values, sent, role, conditions).map(([given, value, who, condition]) => {
    const text = (v: unknown) => (typeof v === 'string' ? v : (JSON.stringify(v) ?? ''))
    const of = (place: string) =>
      parameters.filter((p) => p.in === place && given[`${place} ${p.name}`] !== undefined)
    let path = contract.path
    for (const { name } of of('path')) {
      // A path segment that is empty or dots is another path.
      const part = encodeURIComponent(text(given[`path ${name}`]).toWellFormed())
      path = path.replace(`{${name}}`, /^\.*$/.test(part) ? '1' : part)
    }
    const query = new URLSearchParams(
      of('query').map(({ name }): [string, string] => [name, text(given[`query ${name}`])]),
    )
    const headers: Record<string, string> = { ...condition }
    if (media) headers['content-type'] = media
    const body = media ? (media.includes('json') ? JSON.stringify(value) : text(value)) : undefined
    const init = { method: contract.method.toUpperCase(), headers, ...(body !== undefined && { body }) }
    return { route: nameOf(contract), path: query.size > 0 ? `${path}?${query}` : path, init, role: who }
  })
}

const nameOf = ({ method, path }: Contract) => `${method.toUpperCase()} ${path}`

/** The queue is the platform's: what it takes is not looked at here. */
const env = { INGEST_QUEUE: { sendBatch: async () => {} } }

let users: Record<Request['role'], TestApp>
const makeUsers = async () => {
  users = {
    admin: await appAs(database, { role: 'admin', env }),
    reader: await appAs(database, { env }),
  }
  for (const app of Object.values(users)) {
    await app.call('/items', json({ name: 'Bread flour' }))
    await app.call('/api/todos', json({ description: 'Read the brief' }))
    await app.call('/api/v1/topics', json({ name: 'Energy', keywords: ['solar'] }))
  }
}

beforeAll(async () => {
  await database.query(
    `insert into sources (name, url, feed_url)
     select 'Feed ' || n, 'https://' || n || '.invalid', 'https://' || n || '.invalid/feed' from generate_series(1, 5) n`,
  )
  await database.query(
    `insert into articles (source_id, title, link, summary_raw, content_hash, published_at)
     select 1 + n % 5, 'Solar story ' || n, 'https://1.invalid/' || n, 'solar', encode(sha256(n::text::bytea), 'hex'),
       now() - n * interval '1 minute' from generate_series(1, 60) n`,
  )
  await makeUsers()
})

const seen: Record<number, number> = {}

/** The contract's own schema of a reply; problems are all alike, and some are added to the document for all routes. */
function schemaOf({ responses }: Contract, status: number, type: string): ZodType {
  const declared = responses[status]
  const content = declared && 'content' in declared ? declared.content : undefined
  const media = content?.[type as 'application/json'] as { schema: ZodType } | undefined
  return media?.schema ?? Problem
}

/** Sends the request and compares the reply with what its contract declares. */
async function check({ route, path, init, role }: Request) {
  const contract = contracts.find((one) => nameOf(one) === route)!
  const response = await users[role].request(path, init)
  const body = await response.text()
  const about = `${init.method} ${path} ${String(init.body)} as ${role} -> ${response.status} ${body.slice(0, 500)}`
  seen[response.status] = (seen[response.status] ?? 0) + 1
  expect(response.status, about).not.toBe(500)
  const operation = document.paths?.[contract.path]?.[contract.method as 'get'] as Operation
  const declared = operation.responses[response.status]
  expect(declared, `undeclared: ${about}`).toBeDefined()
  const type = (response.headers.get('content-type') ?? '').split(';')[0]!
  const content = declared?.content
  if (body === '') expect(content === undefined || response.status === 304, about).toBe(true)
  else {
    expect(Object.keys(content ?? {}), `undeclared type: ${about}`).toContain(type)
    if (type.endsWith('json')) {
      const schema = schemaOf(contract, response.status, type)
      const result = schema.safeParse(JSON.parse(body))
      expect(result.error?.issues, about).toBeUndefined()
      // A schema drops what it does not declare.
      expect(result.data, about).toEqual(JSON.parse(body))
    }
  }
  if (response.status === 401 || (init.method === 'DELETE' && path.startsWith('/api/v1/me')))
    await makeUsers()
}

it(
  `answers ${RUNS} requests, valid and invalid, as its contract declares`,
  async () => {
    // A short run is the same each time; a long one looks further each time, and prints its seed when it fails.
    const parameters = { numRuns: RUNS, endOnFailure: true, ...(!process.env.LONG && { seed: 20_261_121 }) }
    await fc.assert(fc.asyncProperty(fc.oneof(...contracts.map(requestOf)), check), parameters)
    console.log('fuzz', JSON.stringify(seen))
    expect(seen[200]! + seen[201]! + seen[204]!).toBeGreaterThan(RUNS / 5)
    expect(seen[400]).toBeGreaterThan(RUNS / 20)
  },
  process.env.LONG ? 3_600_000 : 60_000,
)
