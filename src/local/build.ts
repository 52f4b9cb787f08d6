import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Command } from 'commander'
import { analyzeMetafileSync } from 'esbuild'

/** The limit of the compressed bundle, which every cold start has to load. */
const MAX_GZIP_KB = 340
const OUT = 'dist/worker'
const METAFILE = `${OUT}/metafile.json`
const DRY_RUN = ['deploy', '--dry-run', '--env', 'production']

const { sizes } = new Command('build')
  .description(
    `Builds what is deployed: the OpenAPI document and the worker's bundle, in dist/.\nFails when the bundle exceeds ${MAX_GZIP_KB} KB compressed.`,
  )
  .option('--sizes', 'print what each module adds to the bundle, before compression')
  .parse()
  .opts<{ sizes?: true }>()

rmSync(OUT, { recursive: true, force: true })
const wrangler = join(createRequire(import.meta.url).resolve('wrangler/package.json'), '../bin/wrangler.js')
const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [wrangler, ...DRY_RUN, '--outdir', OUT, `--metafile=${METAFILE}`],
  {
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  },
)
if (status !== 0) {
  console.error(stdout, stderr)
  process.exit(1)
}
const bundle = readFileSync(join(OUT, readdirSync(OUT).find((name) => name.endsWith('.js'))!))
const kb = gzipSync(bundle).length / 1024
console.log(
  `worker: ${(bundle.length / 1024).toFixed(0)} KB, ${kb.toFixed(1)} KB compressed (limit ${MAX_GZIP_KB})`,
)
if (sizes) console.log(analyzeMetafileSync(readFileSync(METAFILE, 'utf8')))
if (kb > MAX_GZIP_KB) {
  console.error('The bundle is too large. Find what grew with: npm run build -- --sizes')
  process.exit(1)
}
