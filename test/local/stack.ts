import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type NeonQueryFunction, neon, neonConfig } from '@neondatabase/serverless'
import { afterAll, beforeAll, inject } from 'vitest'
import { type NeonProxy, type NeonProxyOptions, startNeonProxy } from '../../src/local/neon/index.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/local/postgres/index.ts'
import { copyCluster } from '../harness/blank-cluster.ts'

export interface Stack {
  postgres: EmbeddedPostgres
  proxy: NeonProxy
  url: string
  sql: NeonQueryFunction<false, false>
}

/** A folder of its own for a test, and the function that removes it. */
export function temporaryFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'local-test-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Points the driver at a proxy on loopback. */
export function useProxy(port: number): void {
  neonConfig.fetchEndpoint = `http://127.0.0.1:${port}/sql`
  neonConfig.wsProxy = () => `127.0.0.1:${port}/v2`
  neonConfig.useSecureWebSocket = false
}

/** One Postgres with the proxy in front for all tests of a file. */
export function startStack(limits: NeonProxyOptions['limits'] = {}): Stack {
  const stack = {} as Stack
  const { folder, remove } = temporaryFolder()
  beforeAll(async () => {
    copyCluster(inject('blankCluster'), folder)
    stack.postgres = await startEmbeddedPostgres({ dataDir: folder, durable: false })
    const { host, port, user, password } = stack.postgres
    stack.proxy = await startNeonProxy({ upstream: { host, port, user, password }, limits })
    useProxy(stack.proxy.port)
    stack.url = stack.proxy.url()
    stack.sql = neon(stack.url)
  })
  afterAll(async () => {
    await stack.proxy?.close()
    await stack.postgres?.stop()
    remove()
  })
  return stack
}

/** A reply's JSON: a result, a batch's results, or an error. */
export interface Reply {
  rows?: unknown[]
  rowAsArray?: boolean
  results?: Reply[]
  message?: string
  code?: string
}

/** POST /sql without the driver, for what the driver never sends. */
export async function post(stack: Stack, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`http://127.0.0.1:${stack.proxy.port}/sql`, {
    method: 'POST',
    headers: { 'Neon-Connection-String': stack.url, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, headers: response.headers, json: (await response.json()) as Reply }
}

/** Waits until the condition holds; a condition that never does ends in the test's own time limit. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20))
}
