import { createConfig, lintFromString } from '@redocly/openapi-core'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createContract } from '../../src/contract.ts'
import { ERRORS } from '../../src/errors.ts'
import { contractsOf } from '../../src/http/api.ts'
import { buildOpenApi } from '../../src/local/build-openapi.ts'
import { docsPage } from '../../src/local/openapi/docs-page.ts'
import type { Operation } from '../../src/local/openapi/types.ts'

const document = buildOpenApi()
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
)

describe('the OpenAPI document', () => {
  it('passes the strict rules of the linter', async () => {
    const config = await createConfig({ extends: ['recommended-strict'] })
    const problems = await lintFromString({ source: JSON.stringify(document), config })
    const found = problems.map(
      ({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer} ${message}`,
    )
    // Liveness takes nothing and looks at nothing, so there is nothing about it that a caller could get wrong.
    expect(found.filter((line) => !line.includes('#/paths/~1health/get/responses'))).toEqual([])
  })

  it.each(operations)('%s is told whole', (name, operation) => {
    expect(operation.operationId).toMatch(/^[a-z][A-Za-z0-9]+$/)
    expect(operation.summary).toBeTruthy()
    expect(document.tags?.map((tag) => tag.name)).toContain(operation.tags[0])
    for (const response of Object.values(operation.responses)) {
      expect(Object.keys(response.headers ?? {})).toContain('X-Request-Id')
    }
    if (name.includes('{')) expect(operation.parameters?.length).toBeGreaterThan(0)
    if (operation.security === undefined) {
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['401', '429', '500', '503']))
    }
  })

  it('gives every operation a name of its own, and every problem a code of the closed list', () => {
    const ids = operations.map(([, operation]) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [, { responses }] of operations) {
      for (const [status, { content, description }] of Object.entries(responses)) {
        const media = content?.['application/problem+json']
        if (!media) continue
        const { code } = media.example as { code: keyof typeof ERRORS }
        expect([String(ERRORS[code][0]), description]).toEqual([
          status,
          expect.stringContaining(`\`${code}\``),
        ])
      }
    }
  })

  it('has no example that its schema does not take', () => {
    // @ts-expect-error: a name is a text
    z.object({ name: z.string() }).meta({ examples: [{ name: 7 }] })
    const bodies = contractsOf(createContract()).flatMap(({ request, responses }) => [
      request?.body,
      ...Object.values(responses),
    ])
    const schemas = bodies.map((body) => {
      const media = body && 'content' in body ? body.content?.['application/json'] : undefined
      return media && 'schema' in media ? (media.schema as z.ZodType) : undefined
    })
    const examples = schemas.flatMap((schema) => {
      const row = schema instanceof z.ZodArray ? (schema.element as z.ZodType) : schema
      return (row?.meta()?.examples ?? []).map((example) => row!.safeParse(example))
    })
    expect(examples.length).toBeGreaterThan(60)
    expect(examples.filter(({ success }) => !success)).toEqual([])
  })

  it('says what every schema that requests and answers name looks like', () => {
    const named = new Set<string>()
    for (const [, { requestBody, responses }] of operations) {
      for (const { content = {} } of [...Object.values(responses), ...(requestBody ? [requestBody] : [])]) {
        const ref = content['application/json']?.schema?.$ref
        if (ref) named.add(ref.split('/').at(-1)!)
      }
    }
    const bare = [...named].filter((name) => !document.components.schemas[name]?.examples)
    expect(bare).toEqual([])
  })
})

describe('the page of the API', () => {
  const page = docsPage(document)

  it('shows every operation without scripts, and asks no other host for anything', () => {
    for (const [, { operationId }] of operations) expect(page).toContain(`<details id="${operationId}">`)
    expect(page).not.toMatch(/(src|href)="(https?:)?\/\//)
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=/)
  })
})
