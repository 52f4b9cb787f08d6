import type { Program } from 'oxc-parser'
import { collect, type Edit } from './edits.ts'

/** What of a route's contract it is served by; the rest is for the OpenAPI document, which is built beforehand. */
const SERVED = new Set(['method', 'path', 'request', 'middleware', 'security'])

/** Drops what only the OpenAPI document needs: the responses and descriptions of routes, the `.meta(…)` of schemas. */
export function dropDocumentation(program: Program): Edit[] {
  return collect(program, (edits) => ({
    CallExpression({ callee, arguments: [first], end }) {
      if (
        callee.type === 'Identifier' &&
        callee.name === 'createRoute' &&
        first?.type === 'ObjectExpression'
      ) {
        first.properties.forEach((property, i) => {
          if (property.type !== 'Property' || property.key.type !== 'Identifier') return
          if (SERVED.has(property.key.name)) return
          const next = first.properties[i + 1]
          edits.push({ start: property.start, end: next?.start ?? first.end - 1, text: '' })
        })
      }
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return
      if (callee.property.name === 'meta' && first) edits.push({ start: callee.object.end, end, text: '' })
    },
  }))
}
