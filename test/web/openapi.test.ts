import { createConfig, lintFromString } from '@redocly/openapi-core'
import { describe, expect, it } from 'vitest'
import { ERRORS } from '../../src/errors.ts'
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
      for (const { content } of Object.values(responses)) {
        const example = content?.['application/problem+json']?.example as { code: string } | undefined
        if (example) expect(Object.keys(ERRORS)).toContain(example.code)
      }
    }
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
