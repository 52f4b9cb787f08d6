import { cpSync, globSync, mkdirSync, statSync, writeFileSync } from 'node:fs'

/** What the worker serves as files, and where those that need no building come from. */
const OUT = 'dist/assets'
const ASSETS = 'src/web/assets'
/** Written last: while nothing is newer, everything is built. */
const DOCUMENT = `${OUT}/openapi.json`

const changed = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

// Each start asks for this; folders tell of files that were removed.
const built = changed(DOCUMENT)
if (built === 0 || ['package.json', ...globSync('src/**')].some((path) => changed(path) >= built)) {
  const { buildOpenApi } = await import('./build-openapi.ts')
  const { docsPage, docsStyles } = await import('./openapi/docs-page.ts')
  const document = buildOpenApi()
  mkdirSync(OUT, { recursive: true })
  cpSync(ASSETS, OUT, { recursive: true })
  writeFileSync(`${OUT}/docs.html`, docsPage(document))
  writeFileSync(`${OUT}/docs.css`, docsStyles)
  writeFileSync(DOCUMENT, JSON.stringify(document))
}
