import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi'
import { createContract } from '../contract.ts'
import { contractsOf } from '../http/api.ts'

/** What the worker serves as files, and where those that need no building come from. */
const OUT = 'dist/assets'
const ASSETS = 'src/web/assets'

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
  mkdirSync(OUT, { recursive: true })
  cpSync(ASSETS, OUT, { recursive: true })
  writeFileSync(`${OUT}/openapi.json`, JSON.stringify(buildOpenApi()))
}
