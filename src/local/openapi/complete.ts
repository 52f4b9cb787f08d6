import { ERRORS } from '../../errors.ts'
import { EXAMPLES } from './examples.ts'
import { HEADERS, headersOf, PARAMETERS } from './headers.ts'
import { operationId } from './operation-id.ts'
import { TAGS } from './tags.ts'
import type { Document, Operation, Parameter, Response, Schema } from './types.ts'

/** What parameters that every list has mean, where the contract does not say it itself. */
const MEANINGS: Readonly<Record<string, string>> = {
  limit: 'How many rows at most.',
  offset: 'How many rows to skip; `cursor` costs the same on every page and this does not.',
  cursor: 'Where the next page begins: from the `Link` header of the page before.',
  id: 'The id of the row.',
}

/**
 * Adds to a generated document what all routes have in common and no route repeats: operation ids, tags, headers,
 * examples of rows and of problems. Changes the document that is given.
 */
export function completeDocument(document: Document): Document {
  document.tags = TAGS
  const { components } = document
  components.headers = HEADERS
  components.parameters = PARAMETERS
  for (const [name, schema] of Object.entries(components.schemas)) {
    const example = schema.example ?? EXAMPLES[name]
    delete schema.example
    if (example !== undefined) schema.examples = [example]
  }
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      completeOperation(operation, method, path, components.schemas)
    }
  }
  return document
}

function completeOperation(
  operation: Operation,
  method: string,
  path: string,
  schemas: Record<string, Schema>,
): void {
  operation.operationId ??= operationId(method, path)
  const parameters = operation.parameters ?? []
  for (const parameter of parameters) {
    const meaning = parameter.description ?? parameter.schema?.description ?? MEANINGS[parameter.name]
    if (meaning) parameter.description = meaning
  }
  const needsToken = operation.security === undefined
  if (method === 'post' && needsToken) parameters.push(reference('IdempotencyKey'))
  if ('412' in operation.responses) parameters.push(reference('IfMatch'))
  if (parameters.length > 0) operation.parameters = parameters
  // Probes that ask the database count against the limits of their address like every other request.
  if (path !== '/health' && !('429' in operation.responses)) {
    operation.responses['429'] = {
      description: `${ERRORS.too_many_requests[1]} (\`too_many_requests\`)`,
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    }
  }
  const isPaged = parameters.some(({ name }) => name === 'cursor')
  for (const [status, response] of Object.entries(operation.responses)) {
    const hasRow = isRow(response, schemas)
    response.headers = headersOf(status, { isPaged, hasRow })
    const media = response.content?.['application/problem+json']
    if (media) media.example = problemExample(status, response)
  }
}

/** A parameter that is described among the components. */
const reference = (name: keyof typeof PARAMETERS) =>
  ({ $ref: `#/components/parameters/${name}` }) as unknown as Parameter

/** Whether a response is one row with its version, which then has an ETag. */
function isRow({ content }: Response, schemas: Record<string, Schema>): boolean {
  const name = content?.['application/json']?.schema?.$ref?.split('/').at(-1)
  return name !== undefined && schemas[name]?.properties?.updated_at !== undefined
}

/** A problem as this response gives it: of the first code that its description names. */
function problemExample(status: string, { description }: Response) {
  const [, title, code] = /^(.*?) \(`(\w+)`\)/.exec(description) ?? []
  return {
    type: 'about:blank',
    title,
    status: Number(status),
    detail: `${title}.`,
    code,
    request_id: '0b7d7a7e-51f3-4c8e-9c3a-5d8f4f6f2a11',
    ...(code === 'invalid_request' && { errors: [{ pointer: '#/name', message: 'must not be blank' }] }),
  }
}
