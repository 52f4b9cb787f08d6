import { ERRORS, type ErrorCode } from '../../errors.ts'
import { NOT_MODIFIED } from '../../http/responses.ts'
import type { PARAMETERS } from './headers.ts'
import type { Operation, Response, Schema } from './types.ts'

/** Adds what operations of a kind take and answer alike, by the middleware before them and the statement behind them. */
export function addCommonAnswers(
  operation: Operation,
  method: string,
  schemas: Record<string, Schema>,
): void {
  if (operation.security !== undefined) return
  const parameters = [...(operation.parameters ?? [])]
  if (method === 'get') {
    const { 200: ok } = operation.responses
    if (ok && isTagged(ok, schemas)) operation.responses['304'] ??= { description: NOT_MODIFIED }
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

/** A parameter that is described among the components. */
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

/** Whether a response is one row with its version, which then has an ETag. */
export function isTagged({ content }: Response, schemas: Record<string, Schema>): boolean {
  const schema = content?.['application/json']?.schema
  const name = schema?.$ref?.split('/').at(-1)
  return name !== undefined && schemas[name]?.properties?.updated_at !== undefined
}
