import { ERRORS, type ErrorCode } from '../../errors.ts'
import { NOT_MODIFIED } from '../../http/responses.ts'
import type { PARAMETERS } from './headers.ts'
import type { Operation, Response, Schema } from './types.ts'

/** Adds the parameters and responses that the middleware and src/db give to all operations of a method. */
export function addCommonResponses(
  operation: Operation,
  method: string,
  schemas: Record<string, Schema>,
): void {
  if (operation.security !== undefined) return
  const parameters = [...(operation.parameters ?? [])]
  if (method === 'get') {
    const { 200: ok } = operation.responses
    if (ok && hasETag(ok, schemas)) operation.responses['304'] ??= { description: NOT_MODIFIED }
    if ('304' in operation.responses) parameters.push(reference('IfNoneMatch'))
  } else {
    parameters.push(reference('IdempotencyKey'))
    addProblems(operation, 'invalid_request', 'forbidden', 'idempotency_key_reused', 'limit_reached')
  }
  if (/^(put|patch|delete)$/.test(method)) {
    parameters.push(reference('IfMatch'))
    addProblems(operation, 'precondition_failed')
  }
  if (parameters.length > 0) operation.parameters = parameters
}

/** A reference to a parameter in the components. */
const reference = (name: keyof typeof PARAMETERS) => ({ $ref: `#/components/parameters/${name}` })

function addProblems({ responses }: Operation, ...codes: ErrorCode[]): void {
  for (const code of codes) {
    const [status] = ERRORS[code]
    const known = responses[status]?.codes ?? []
    responses[status] = {
      description: '',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      ...responses[status],
      codes: known.includes(code) ? known : [...known, code],
    }
  }
}

/** Whether a response has an ETag: it is one row with `updated_at`. */
export function hasETag({ content }: Response, schemas: Record<string, Schema>): boolean {
  const schema = content?.['application/json']?.schema
  const name = schema?.$ref?.split('/').at(-1)
  return name !== undefined && schemas[name]?.properties?.updated_at !== undefined
}
