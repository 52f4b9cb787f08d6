import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { unstable_getMiniflareWorkerOptions } from 'wrangler'

/**
 * Serves the bundle of production in workerd, as the environment `production` of wrangler.toml says: its limits, its
 * queues, its files. `npm run serve` starts it: runtime.ts PORT SETTINGS-FILE. The queues are in memory; what they lose
 * with a crash is leased anew by the next tick.
 */
const [port, settingsFile] = process.argv.slice(2)
const settings: Record<string, string> = JSON.parse(readFileSync(settingsFile!, 'utf8'))

// Workers AI is Cloudflare's; elsewhere a model is reached by SUMMARY_URL.
const { workerOptions } = unstable_getMiniflareWorkerOptions('wrangler.toml', 'production')
const { ai: _ai, modulesRules: _rules, ...worker } = workerOptions
const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    host: '127.0.0.1',
    port: Number(port),
    // The crons, which the platform fires in production and `npm run serve` here.
    unsafeTriggerHandlers: true,
    cf: false,
    workers: [
      {
        ...worker,
        name: 'morning-brief',
        modules: [{ type: 'ESModule', path: resolve('dist/worker/worker.js') }],
        modulesRoot: resolve('dist/worker'),
        bindings: Object.assign({}, worker.bindings, settings),
      },
    ],
  }),
)
const { origin } = await miniflare.ready
console.log(`Ready on ${origin}`)

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void miniflare.dispose().finally(() => process.exit(0)))
}
