import { cpSync, globSync, mkdirSync, statSync, writeFileSync } from 'node:fs'

/** What the worker serves as files, and where those that need no building come from. */
const OUT = 'dist/assets'
const ASSETS = 'src/web/assets'
/** The style sheet of the pages, as src/web/styles.ts imports it: minified, in a JSON string. */
const STYLES = 'dist/styles.json'
/** Written last: while nothing is newer, everything is built. */
const DOCUMENT = `${OUT}/openapi.json`

const changed = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

// Each start asks for this; folders tell of files that were removed.
const built = changed(DOCUMENT)
if (built === 0 || ['package.json', ...globSync('src/**')].some((path) => changed(path) >= built)) {
  const { buildSync } = await import('esbuild')
  const { buildOpenApi } = await import('./build-openapi.ts')
  const { docsPage } = await import('./openapi/docs-page.ts')
  /** Bundles and minifies a style sheet with what it imports. */
  const minifyCss = (entry: string) =>
    buildSync({ entryPoints: [entry], bundle: true, minify: true, write: false }).outputFiles[0]!.text.trim()

  const document = buildOpenApi()
  mkdirSync(OUT, { recursive: true })
  writeFileSync(STYLES, JSON.stringify(minifyCss('src/web/styles/index.css')))
  cpSync(ASSETS, OUT, { recursive: true })
  writeFileSync(`${OUT}/docs.html`, docsPage(document))
  writeFileSync(`${OUT}/docs.css`, minifyCss('src/local/openapi/docs-page.css'))
  writeFileSync(DOCUMENT, JSON.stringify(document))
}
