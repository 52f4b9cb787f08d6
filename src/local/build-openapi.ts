import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi'
import { createContract } from '../contract.ts'
import { contractsOf } from '../http/api.ts'

const FILE = 'dist/assets/openapi.json'

/** The OpenAPI 3.1 document of every route, built from the contracts that the routes themselves run by. */
export function buildOpenApi() {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  const registry = new OpenAPIRegistry()
  registry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description: 'A token of yours: `Authorization: Bearer mb_…`. On a laptop none is needed.',
  })
  for (const contract of contractsOf(createContract())) registry.registerPath(contract)
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Morning Brief',
      version,
      description: 'Three articles per topic worth your time, each morning.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
  })
}

if (import.meta.main) {
  mkdirSync(dirname(FILE), { recursive: true })
  writeFileSync(FILE, JSON.stringify(buildOpenApi()))
}
