import { pathToFileURL } from 'node:url'
import { serve } from '@hono/node-server'

// Serves a worker's bundle in Node: serve-bundle.ts PORT BUNDLE, with its settings in the environment. So a test can bound
// its memory with --max-old-space-size, which workerd does not know.
const [port, bundle] = process.argv.slice(2)
const worker: { default: { fetch(request: Request, env: object, context: object): Promise<Response> } } =
  await import(pathToFileURL(bundle!).href)
const context = { waitUntil() {}, passThroughOnException() {} }
serve({
  port: Number(port),
  hostname: '127.0.0.1',
  fetch: (request) => worker.default.fetch(request, process.env, context),
})
