import { cpSync, globSync, mkdirSync, statSync, writeFileSync } from 'node:fs'

/** The static assets of the worker, and the folder of those that are copied unchanged. */
const OUT = 'dist/assets'
const ASSETS = 'src/web/assets'
/** The minified style sheet of the pages as a JSON string, which src/web/styles.ts imports. */
const STYLES = 'dist/styles.json'
/** The interests of the catalogue, a file for each language, which src/features/interests/catalogue.ts fetches. */
const INTERESTS = `${OUT}/interests`
/** Written last. If no source is newer than it, all assets are up to date. */
const DOCUMENT = `${OUT}/openapi.json`

const changed = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

// Every start runs this script, so skip the build if nothing changed. A folder's time changes when a file is deleted.
const built = changed(DOCUMENT)
if (built === 0 || ['package.json', ...globSync('src/**')].some((path) => changed(path) >= built)) {
  const { buildSync } = await import('esbuild')
  const { buildOpenApi } = await import('./build-openapi.ts')
  const { readCatalogue } = await import('./read-catalogue.ts')
  const { docsPage } = await import('./openapi/docs-page.ts')
  /** Bundles and minifies a style sheet with what it imports. */
  const minifyCss = (entry: string) =>
    buildSync({ entryPoints: [entry], bundle: true, minify: true, write: false }).outputFiles[0]!.text.trim()

  mkdirSync(INTERESTS, { recursive: true })
  for (const [tag, interests] of await readCatalogue()) {
    writeFileSync(`${INTERESTS}/${tag}.json`, JSON.stringify(interests))
  }
  const document = buildOpenApi()
  writeFileSync(STYLES, JSON.stringify(minifyCss('src/web/styles/index.css')))
  cpSync(ASSETS, OUT, { recursive: true })
  writeFileSync(`${OUT}/docs.html`, docsPage(document))
  writeFileSync(`${OUT}/docs.css`, minifyCss('src/local/openapi/docs-page.css'))
  writeFileSync(DOCUMENT, JSON.stringify(document))
}
