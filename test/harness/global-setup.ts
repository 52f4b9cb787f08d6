import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'
import { startLocalDatabase } from '../../src/local/database.ts'
import { readDevVars } from '../../src/local/dev-vars.ts'
import { startNeonProxy } from '../../src/local/neon/index.ts'
import { migrate } from '../../src/migrate/migrate.ts'
import { copyCluster, makeBlankCluster } from './blank-cluster.ts'
import { recreateTemplate, testServerUrl } from './test-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The migrated template, without Neon's protocol: only ever cloned, so that nobody holds it open. */
    templateUrl: string
    /** A data folder with a stopped, empty cluster, for `copyCluster`. */
    blankCluster: string
    /** Host and port at which Neon's protocol answers. */
    neonHost: string
  }
}

/** One cluster for the whole run: the embedded one, or the server that TEST_DATABASE_URL names. */
export default async function setup(project: TestProject) {
  const own = testServerUrl({ ...readDevVars(), ...process.env })
  // What workers serve as files, once for all of them.
  const assets = promisify(execFile)('node', ['src/local/build-assets.ts'])
  const blank = await makeBlankCluster()
  const server = own ? await useOwnServer(own) : await startEmbedded(blank.folder)
  await migrate({ databaseUrl: server.templateUrl, folder: 'drizzle' })
  await assets
  project.provide('templateUrl', server.templateUrl)
  project.provide('neonHost', server.neonHost)
  project.provide('blankCluster', blank.folder)
  return async () => {
    await server.stop()
    blank.remove()
  }
}

async function startEmbedded(blank: string) {
  const dataDir = mkdtempSync(join(tmpdir(), 'morning-brief-test-'))
  copyCluster(blank, dataDir)
  const database = await startLocalDatabase({ dataDir, durable: false, port: 0 })
  return {
    templateUrl: database.directUrl,
    neonHost: new URL(database.url).host,
    async stop() {
      await database.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function useOwnServer(url: URL) {
  await recreateTemplate(url)
  const proxy = await startNeonProxy({
    upstream: {
      host: url.hostname,
      port: Number(url.port || 5432),
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
    },
  })
  return { templateUrl: url.href, neonHost: `127.0.0.1:${proxy.port}`, stop: () => proxy.close() }
}
