import { addCommonAnswers, isTagged } from './common-answers.ts'
import { EXAMPLES } from './examples.ts'
import { HEADERS, headersOf, PARAMETERS } from './headers.ts'
import { operationId } from './operation-id.ts'
import { TAGS } from './tags.ts'
import type { Document, Operation, Response, Schema } from './types.ts'

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
  for (const parameter of operation.parameters ?? []) {
    const meaning = parameter.description ?? parameter.schema?.description ?? MEANINGS[parameter.name]
    if (meaning) parameter.description = meaning
  }
  addCommonAnswers(operation, method, path, schemas)
  const isPaged = operation.parameters?.some(({ name }) => name === 'cursor') ?? false
  for (const [status, response] of Object.entries(operation.responses)) {
    const hasRow = isTagged(response, schemas) || (status === '200' && '304' in operation.responses)
    response.headers = headersOf(status, { isPaged, hasRow })
    const media = response.content?.['application/problem+json']
    if (media) media.example = problemExample(status, response)
  }
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
