import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { freePort } from '../../src/local/postgres/port.ts'
import type { Server } from './server.ts'
import { waitUntilItAnswers } from './server.ts'

/** A bundled worker and its bindings. */
export interface WorkerSpec {
  bundle: string
  bindings: Record<string, string>
}

/**
 * Serves a bundle by plain `workerd serve`: the production runtime without wrangler's proxy in front, which
 * would be most of what is measured.
 */
export async function serveWorkerd({ bundle, bindings }: WorkerSpec): Promise<Server> {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'morning-brief-bench-'))
  const config = join(folder, 'config.capnp')
  writeFileSync(config, capnp(bundle, bindings, port))
  const child = spawn(workerdBinary(), ['serve', config, '--import-path', dirname(bundle)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const origin = `http://127.0.0.1:${port}`
  await waitUntilItAnswers(origin)
  return { origin, pid: child.pid!, stop: () => void child.kill('SIGKILL') }
}

/** workerd ships inside a platform package of the npm package `workerd`, which wrangler brings. */
function workerdBinary(): string {
  const require = createRequire(createRequire(import.meta.url).resolve('wrangler/package.json'))
  return (require('workerd') as { default: string }).default
}

// Absolute paths are read from the root, so that the bundle may lie anywhere.
function capnp(bundle: string, bindings: Record<string, string>, port: number): string {
  const text = Object.entries(bindings)
    .map(([name, value]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(value)})`)
    .join(', ')
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = ${JSON.stringify(basename(bundle))}, esModule = embed ${JSON.stringify(bundle)})],
      bindings = [${text}],
      compatibilityDate = "2026-10-30",
      globalOutbound = "net",
    )),
    (name = "net", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
`
}
