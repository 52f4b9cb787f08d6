import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Builds what would be deployed and gives its path; fails when it is larger than it may be. */
export function buildOwnBundle(): string {
  execFileSync(process.execPath, ['src/local/build.ts'], { stdio: ['ignore', 'ignore', 'inherit'] })
  const name = readdirSync('dist/worker').find((file) => file.endsWith('.js'))!
  return resolve('dist/worker', name)
}

/** Where this process keeps its bundles; it is gone with the process. */
let folder: string | undefined
function bundleFolder(): string {
  if (folder) return folder
  const made = mkdtempSync(join(tmpdir(), 'morning-brief-bundles-'))
  process.once('exit', () => rmSync(made, { recursive: true, force: true }))
  folder = made
  return made
}

/** Bundles a peer the way wrangler does. */
export async function buildPeer(file: string): Promise<string> {
  const outfile = join(bundleFolder(), `${file.replace(/\W/g, '-')}.js`)
  await build({
    entryPoints: [fileURLToPath(new URL(file, import.meta.url))],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    // The runtime's own modules.
    external: ['cloudflare:*'],
    logLevel: 'error',
    outfile,
  })
  return outfile
}
