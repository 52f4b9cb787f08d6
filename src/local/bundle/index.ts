import { Command } from 'commander'
import { analyzeMetafile, build } from 'esbuild'
import { lean } from './lean.ts'

/** Where wrangler.toml has production's worker. */
const OUT = 'dist/bundle/worker.js'

const { sizes } = new Command('bundle')
  .description(`Bundles production's worker into ${OUT}.`)
  .option('--sizes', 'print what each module adds, before compression')
  .parse()
  .opts<{ sizes?: true }>()

// Otherwise as wrangler bundles a worker: https://developers.cloudflare.com/workers/wrangler/bundling/
const { metafile } = await build({
  entryPoints: ['src/worker.ts'],
  outfile: OUT,
  bundle: true,
  minify: true,
  sourcemap: true,
  sourcesContent: false,
  format: 'esm',
  target: 'es2024',
  conditions: ['workerd', 'worker', 'browser'],
  define: { 'process.env.NODE_ENV': '"production"', 'navigator.userAgent': '"Cloudflare-Workers"' },
  tsconfig: 'src/tsconfig.json',
  logLevel: 'warning',
  metafile: true,
  plugins: [lean],
})
if (sizes) console.log(await analyzeMetafile(metafile))
