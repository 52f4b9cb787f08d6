import { ERRORS } from '../../errors.ts'
import { nameProblems } from '../../http/problem.ts'
import { addCommonResponses, hasETag } from './common-responses.ts'
import { HEADERS, headersOf, PARAMETERS } from './headers.ts'
import type { Document, Operation, Response, Schema } from './types.ts'

/**
 * Adds to a generated document what all routes have in common: headers, the responses of the middleware, and an example
 * of each problem. Changes the document in place.
 */
export function completeDocument(document: Document): Document {
  const { components } = document
  components.headers = HEADERS
  components.parameters = PARAMETERS
  for (const operations of Object.values(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      completeOperation(operation, method, components.schemas)
    }
  }
  return document
}

function completeOperation(operation: Operation, method: string, schemas: Record<string, Schema>): void {
  const isPaged = operation.parameters?.some(
    (parameter) => 'name' in parameter && parameter.name === 'cursor',
  )
  addCommonResponses(operation, method, schemas)
  for (const [status, response] of Object.entries(operation.responses)) {
    const hasRow = hasETag(response, schemas) || (status === '200' && '304' in operation.responses)
    response.headers = headersOf(status, { isPaged: isPaged === true, hasRow })
    completeProblems(response)
  }
}

/** Replaces the `codes` of a response, which OpenAPI does not have, by a description and an example of the first code. */
function completeProblems(response: Response): void {
  const { codes = [] } = response
  const [code] = codes
  delete response.codes
  if (!code) return
  const [status, title] = ERRORS[code]
  response.description = nameProblems(codes)
  response.content!['application/problem+json']!.example = {
    type: 'about:blank',
    title,
    status,
    detail: `${title}.`,
    code,
    request_id: '0b7d7a7e-51f3-4c8e-9c3a-5d8f4f6f2a11',
    ...(code === 'invalid_request' && { errors: [{ pointer: '#/name', message: 'must not be blank' }] }),
  }
}
