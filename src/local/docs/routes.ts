import { buildSync } from 'esbuild'
import { buildOpenApi } from '../build-openapi.ts'

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const

interface Operation {
  method: string
  path: string
  summary: string
}

function operations(): Operation[] {
  const { paths = {} } = buildOpenApi()
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item?.[method]
      return operation ? [{ method: method.toUpperCase(), path, summary: operation.summary ?? '' }] : []
    }),
  )
}

/** What hono/dev tells of a route. */
interface Route {
  path: string
  method: string
  isMiddleware: boolean
}

/** The routes of the pages. They are JSX, which Node does not run, so they are bundled first. */
async function pageRoutes(): Promise<Route[]> {
  const contents = `import { inspectRoutes } from 'hono/dev'
    import { web } from './src/web/routes.tsx'
    import { signInPages } from './src/web/sign-in-routes.tsx'
    export const routes = [...inspectRoutes(signInPages), ...inspectRoutes(web)]`
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: process.cwd() },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    tsconfig: 'src/tsconfig.json',
  })
  const source = Buffer.from(outputFiles[0]!.contents).toString('base64')
  const { routes }: { routes: Route[] } = await import(`data:text/javascript;base64,${source}`)
  return routes
}

/** The addresses of pages and of their forms, each with its methods. */
async function pages(): Promise<[string, string[]][]> {
  const found = (await pageRoutes()).filter(({ isMiddleware }) => !isMiddleware)
  const byPath = Map.groupBy(found, ({ path }) => path)
  return [...byPath].map(([path, routes]) => [path, [...new Set(routes.map(({ method }) => method))]])
}

/** docs/routes.md: every route of the API, and every page. */
export async function writeRoutes(): Promise<string> {
  const rows = operations().map(({ method, path, summary }) => `| ${method} | \`${path}\` | ${summary} |`)
  const addresses = (await pages()).map(([path, methods]) => `| \`${path}\` | ${methods.join(', ')} |`)
  return `# Routes

Written by \`npm run docs\` from the routes; a test holds it current. The whole contract, with bodies and errors, is \`/openapi.json\`, and \`/docs\` is the page to read and try it.

## The API

| method | path | does |
|---|---|---|
${rows.join('\n')}

## Pages

What answers GET is a page; the rest are its forms, which work without scripts.

| path | methods |
|---|---|
${addresses.join('\n')}
`
}
