import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Command } from 'commander'

/** The worker may not grow beyond this, compressed: what a cold start has to load. */
const MAX_GZIP_KB = 200
const OUT = 'dist/worker'

new Command('build')
  .description(
    `Builds what is deployed: the OpenAPI document and the worker's bundle, in dist/.\nFails when the bundle exceeds ${MAX_GZIP_KB} KB compressed.`,
  )
  .parse()

rmSync(OUT, { recursive: true, force: true })
const wrangler = join(createRequire(import.meta.url).resolve('wrangler/package.json'), '../bin/wrangler.js')
try {
  execFileSync(process.execPath, [wrangler, 'deploy', '--dry-run', '--env', 'production', '--outdir', OUT], {
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
} catch (error) {
  console.error(
    (error as { stdout: Buffer }).stdout.toString(),
    (error as { stderr: Buffer }).stderr.toString(),
  )
  process.exit(1)
}
const bundle = readFileSync(join(OUT, readdirSync(OUT).find((name) => name.endsWith('.js'))!))
const kb = gzipSync(bundle).length / 1024
console.log(
  `worker: ${(bundle.length / 1024).toFixed(0)} KB, ${kb.toFixed(1)} KB compressed (limit ${MAX_GZIP_KB})`,
)
if (kb > MAX_GZIP_KB) {
  console.error('The bundle is too large. Find what grew with: node src/local/bundle/index.ts --sizes')
  process.exit(1)
}
