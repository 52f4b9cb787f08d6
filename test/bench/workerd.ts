import { spawn } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from '../../src/local/postgres/port.ts'
import type { Server } from './server.ts'
import { waitUntilItAnswers } from './server.ts'

/** A bundled worker and its bindings. */
export interface WorkerSpec {
  bundle: string
  bindings: Record<string, string>
  /** Options of V8, such as a limit of its heap. */
  v8Flags?: string[]
  /** Takes each line that the worker and its runtime print; without it only errors are shown. */
  onLine?: (line: string) => void
}

/**
 * Serves a bundle by plain `workerd serve`: the production runtime without wrangler's proxy in front, which
 * would be most of what is measured.
 */
export async function serveWorkerd({ bundle, bindings, v8Flags = [], onLine }: WorkerSpec): Promise<Server> {
  const port = await freePort()
  // Beside the bundle, because workerd embeds files by their path from the configuration.
  const config = `${bundle}.${port}.capnp`
  writeFileSync(config, capnp(basename(bundle), bindings, v8Flags, port))
  const child = spawn(workerdBinary(), ['serve', config], {
    stdio: onLine ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'ignore', 'inherit'],
  })
  if (onLine) {
    for (const stream of [child.stdout!, child.stderr!]) createInterface({ input: stream }).on('line', onLine)
  }
  const origin = `http://127.0.0.1:${port}`
  // It has read its configuration once it answers, and the bindings in there are nobody's.
  await waitUntilItAnswers(origin).finally(() => rmSync(config, { force: true }))
  return { origin, pid: child.pid!, stop: () => void child.kill('SIGKILL') }
}

/** workerd ships inside a platform package of the npm package `workerd`, which wrangler brings. */
function workerdBinary(): string {
  const require = createRequire(createRequire(import.meta.url).resolve('wrangler/package.json'))
  return (require('workerd') as { default: string }).default
}

function capnp(bundle: string, bindings: Record<string, string>, v8Flags: string[], port: number): string {
  const text = Object.entries(bindings)
    .map(([name, value]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(value)})`)
    .join(', ')
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  v8Flags = ${JSON.stringify(v8Flags)},
  services = [
    (name = "main", worker = (
      modules = [(name = ${JSON.stringify(bundle)}, esModule = embed ${JSON.stringify(bundle)})],
      bindings = [${text}],
      compatibilityDate = "2026-10-30",
      compatibilityFlags = ["global_fetch_strictly_public"],
      globalOutbound = "net",
    )),
    (name = "net", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
`
}
