import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi'
import pkg from '../../package.json' with { type: 'json' }
import { createContract, TAGS } from '../contract.ts'
import { contractsOf } from '../http/api.ts'
import { completeDocument } from './openapi/complete.ts'
import type { Document } from './openapi/types.ts'

const DESCRIPTION = `Three articles per topic worth your time, each morning.

**Who asks.** Send a token: \`Authorization: Bearer mb_…\`. On a laptop none is needed: a request without one acts as
the demo user, only while the database is on that very machine.

**Errors** are \`application/problem+json\` (RFC 9457). Branch on \`code\`, which is from one closed list; \`errors[]\`
points to each invalid field; \`request_id\` is what the log of the service knows.

**Lists** page by \`limit\` and \`cursor\`: follow the \`Link\` header with \`rel="next"\` (RFC 8288) until there is none.

**Doing a thing once.** A change with an \`Idempotency-Key\` can be sent again safely. A row's \`ETag\` sent back as
\`If-Match\` guards a change, and as \`If-None-Match\` saves the reply (304).`

/** Builds the OpenAPI 3.1 document from the contracts of the routes themselves. */
export function buildOpenApi(): Document {
  const registry = new OpenAPIRegistry()
  registry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description: 'A token of yours: `Authorization: Bearer mb_…`. On a laptop none is needed.',
  })
  for (const contract of contractsOf(createContract())) registry.registerPath(contract)
  const generated = new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Morning Brief',
      version: pkg.version,
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    tags: [...TAGS],
    servers: [{ url: '/' }],
    security: [{ token: [] }],
  })
  // A deep copy, because operations share objects of the generator and each of them is changed.
  const document: Document = JSON.parse(JSON.stringify(generated))
  return completeDocument(document)
}
