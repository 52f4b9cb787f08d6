import { html } from 'hono/html'
import type { Document, Media, Operation, Parameter, Reference, Schema } from './types.ts'

/** The collapsible section of an operation: parameters, responses, a curl command, and a form to try it. */
export function docsOperation(document: Document, method: string, path: string, operation: Operation) {
  const id = operation.operationId
  const parameters = (operation.parameters ?? []).map((parameter) => resolve(document, parameter))
  const [mediaType, media] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
  const sent = media && exampleOf(document, media)
  return html`
    <details id="${id}">
      <summary>
        <span class="method">${method.toUpperCase()}</span>
        <code>${path}</code>
        <span class="does">${operation.summary}</span>
      </summary>
      <div class="operation">
        ${operation.description ? html`<p>${operation.description}</p>` : ''}
        ${parameters.length > 0 ? parameterTable(parameters) : ''}
        <h3 class="sr">As a command</h3>
        <pre tabindex="0" aria-label="As a command">${curl(method, path, parameters, mediaType, sent)}</pre>
        ${responseTable(document, operation)}
        <form class="try" data-method="${method.toUpperCase()}" data-path="${path}" data-type="${mediaType ?? ''}">
          ${parameters.map((parameter) => field(id, parameter))}
          ${
            mediaType
              ? html`<div><label for="${id}-body">Body</label>
              <textarea id="${id}-body" name="body" rows="6">${show(sent)}</textarea></div>`
              : ''
          }
          <div class="actions"><button type="submit" class="primary">Try it</button></div>
          <div role="status"></div>
        </form>
      </div>
    </details>`
}

const parameterTable = (parameters: Parameter[]) => html`
  <div class="scroll" tabindex="0" role="region" aria-label="Parameters"><table>
    <thead><tr><th scope="col">Parameter</th><th scope="col">In</th><th scope="col">Meaning</th></tr></thead>
    <tbody>${parameters.map(
      (parameter) => html`<tr><td><code>${parameter.name}</code></td>
        <td>${parameter.in}${parameter.required ? ', required' : ''}</td>
        <td>${parameter.description ?? ''} <span class="quiet">${range(parameter.schema)}</span></td></tr>`,
    )}</tbody>
  </table></div>`

const responseTable = (document: Document, operation: Operation) => html`
  <div class="scroll" tabindex="0" role="region" aria-label="Answers"><table>
    <thead><tr><th scope="col">Status</th><th scope="col">Answer</th></tr></thead>
    <tbody>${Object.entries(operation.responses).map(([status, response]) => {
      const media = response.content?.['application/json']
      const example = media && exampleOf(document, media)
      return html`<tr><td>${status}</td><td>${response.description}
        ${example === undefined ? '' : html`<pre>${show(example)}</pre>`}</td></tr>`
    })}</tbody>
  </table></div>`

const field = (id: string, { name, in: place, required, schema }: Parameter) => html`
  <div><label for="${id}-${name}">${name}</label>
  <input id="${id}-${name}" name="${name}" data-in="${place}" ${required ? 'required' : ''}
    value="${required ? String(schema?.examples?.[0] ?? '') : ''}"></div>`

function curl(
  method: string,
  path: string,
  parameters: Parameter[],
  mediaType: string | undefined,
  sent: unknown,
) {
  const filled = path.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const example = parameters.find((parameter) => parameter.name === name)?.schema?.examples?.[0]
    return example === undefined ? whole : String(example)
  })
  const verb = method === 'get' || (method === 'post' && mediaType) ? '' : `-X ${method.toUpperCase()} `
  const body = mediaType
    ? ` \\\n  -H 'content-type: ${mediaType}' -d '${typeof sent === 'string' ? sent : JSON.stringify(sent ?? {})}'`
    : ''
  return `curl ${verb}localhost:8787${filled}${body}`
}

const range = (schema: Schema | undefined) => {
  const { minimum, maximum, enum: values } = schema ?? {}
  if (values) return `One of ${values.join(', ')}.`
  return minimum !== undefined && maximum !== undefined ? `${minimum} to ${maximum}.` : ''
}

const show = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value ?? {}, null, 2))

/** An example of a media type: its own, that of its schema, or a list with one example of its items. */
function exampleOf(document: Document, { example, schema }: Media): unknown {
  if (example !== undefined) return example
  if (!schema) return undefined
  const name = schema.$ref?.split('/').at(-1)
  const own = (name ? document.components.schemas[name] : schema)?.examples?.[0]
  if (own !== undefined) return own
  if (!schema.items) return undefined
  const item = exampleOf(document, { schema: schema.items })
  return item === undefined ? undefined : [item]
}

function resolve({ components }: Document, parameter: Parameter | Reference): Parameter {
  return 'name' in parameter ? parameter : components.parameters![parameter.$ref.split('/').at(-1)!]!
}
