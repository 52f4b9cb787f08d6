import { existsSync, globSync, readFileSync, statfsSync } from 'node:fs'
import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'
import pkg from './package.json' with { type: 'json' }
import { LongOnesFirst } from './test/harness/long-ones-first.ts'

const report = process.env.TEST_REPORT

// The commands that tests start are compiled once, not a hundred times.
process.env.NODE_COMPILE_CACHE ??= resolve('node_modules/.cache/node')

// Clusters and databases are made and dropped by the dozen: in memory, where there is enough of it.
const MEMORY = '/dev/shm'
if (!process.env.LONG && existsSync(MEMORY)) {
  const { bavail, bsize } = statfsSync(MEMORY)
  if (bavail * bsize > 4 * 2 ** 30) process.env.TMPDIR ??= MEMORY
}

/** What the worker imports from packages, by the names its sources use. */
function workerImports(): string[] {
  const packages = Object.keys(pkg.dependencies)
  const imports = globSync('src/**/*.{ts,tsx}')
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/^(?!import type).* from '([^'.][^']*)'/gm)])
    .map(([, name]) => name!)
    .filter((name) => packages.some((known) => name === known || name.startsWith(`${known}/`)))
  return [...new Set(imports), 'hono/jsx/jsx-runtime', 'hono/jsx/jsx-dev-runtime']
}

const test = {
  testTimeout: 60_000,
  hookTimeout: 120_000,
  // Packages of many small files are bundled once: each process of tests loads the whole application.
  deps: { optimizer: { ssr: { enabled: true, include: workerImports() } } },
}

/** Rooms whose tests only call the code: they share its modules, as the requests of one isolate do. */
const TOGETHER = ['auth', 'briefs', 'client', 'features', 'ingest', 'web'].map(
  (room) => `test/${room}/**/*.test.ts`,
)

export default defineConfig({
  test: {
    projects: [
      { test: { ...test, name: 'together', include: TOGETHER, isolate: false } },
      // These start processes, replace modules or change what is global.
      {
        test: {
          ...test,
          name: 'alone',
          include: ['test/**/*.test.ts', 'docs/**/*.test.ts'],
          exclude: TOGETHER,
        },
      },
    ],
    sequence: { sequencer: LongOnesFirst },
    globalSetup: 'test/harness/global-setup.ts',
    setupFiles: ['test/harness/check-results.ts'],
    // Tests mostly wait for processes and sockets, so more of them run than there are cores.
    maxWorkers: 5,
    // The worker's log lines belong to the worker; a failed test prints them.
    silent: 'passed-only',
    coverage: {
      provider: 'v8',
      // What runs in processes of its own (workerd, the commands) is not seen from here.
      include: ['src/**/*.{ts,tsx}'],
      exclude: ['src/db/relations.ts'],
      reporter: ['text-summary', 'html', 'json-summary'],
      thresholds: { 'src/!(local|migrate)/**': { lines: 90 } },
    },
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
  },
})
