import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll } from 'vitest'

const places = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', '/opt/homebrew/bin/pgbouncer']

/** PgBouncer's program; a laptop may go without, .ci/run installs it. */
export const pgbouncer = places.find((path) => existsSync(path))

/** How a PgBouncer gives its connections away. */
export type Pool = { mode: 'transaction' | 'session'; size: number }

// It refuses to run as root.
const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}

/** PgBouncers in front of a test's databases, stopped after the file's tests. */
export function usePgBouncer() {
  const started: { child: ChildProcess; folder: string }[] = []
  // Each keeps its connections to the server.
  const stop = async () => {
    for (const { child, folder } of started.splice(0)) {
      child.kill('SIGINT')
      await new Promise((done) => (child.exitCode === null ? child.on('exit', done) : done(undefined)))
      rmSync(folder, { recursive: true, force: true })
    }
  }
  afterAll(stop)
  const start = async ({ mode, size }: Pool, databaseUrl: string): Promise<string> => {
    const url = new URL(databaseUrl)
    const folder = mkdtempSync(join(tmpdir(), 'pgbouncer-'))
    chmodSync(folder, 0o755)
    const port = await freePort()
    const upstream = [
      `host=${url.hostname} port=${url.port} dbname=${url.pathname.slice(1)}`,
      `user=${url.username} password=${decodeURIComponent(url.password)}`,
    ]
    const settings = join(folder, 'pgbouncer.ini')
    writeFileSync(
      settings,
      `[databases]
pooled = ${upstream.join(' ')}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = ${mode}
default_pool_size = ${size}
max_client_conn = 200
ignore_startup_parameters = extra_float_digits
`,
    )
    const child = spawn(pgbouncer ?? 'pgbouncer', ['-q', settings], { stdio: 'ignore', ...nobody, cwd: '/' })
    started.push({ child, folder })
    const pooled = `postgresql://${url.username}@127.0.0.1:${port}/pooled`
    await untilItAnswers(pooled)
    return pooled
  }
  return { start, stop }
}

async function untilItAnswers(url: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client(url)
    client.on('error', () => {})
    try {
      await client.connect()
      await client.query('select 1')
      return
    } catch (error) {
      if (attempt > 100) throw error
      await new Promise((done) => setTimeout(done, 50))
    } finally {
      await client.end().catch(() => {})
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done))
  const address = probe.address()
  await new Promise((done) => probe.close(done))
  return typeof address === 'object' && address ? address.port : 0
}
