import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/harness/global-setup.ts',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // The worker's log lines belong to the worker; a failed test prints them.
    silent: 'passed-only',
  },
})
