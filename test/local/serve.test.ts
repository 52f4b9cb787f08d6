import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fireCron, SCHEDULED } from '../../src/local/dev/jobs.ts'
import { freePort } from '../../src/local/postgres/port.ts'
import { SAMPLE_FEEDS, startSampleFeeds } from '../../src/local/samples/index.ts'
import { type AnyJson, json } from '../harness/test-app.ts'
import { MixedLoad } from './mixed-load.ts'

const long = Boolean(process.env.LONG)
/** How long the load goes on, and how often the server is killed meanwhile. */
const minutes = Number(process.env.LOAD_MINUTES ?? 60)
const [LOAD_MS, KILLS] = long ? [minutes * 60_000, Math.ceil(minutes / 5)] : [8_000, 1]

const run = promisify(execFile)
const dataDir = mkdtempSync(join(tmpdir(), 'morning-brief-serve-'))
const port = await freePort()
const origin = `http://127.0.0.1:${port}`
let server: ChildProcess
let samples: Awaited<ReturnType<typeof startSampleFeeds>>
let token = ''

/** The entry command of the image. */
async function start(): Promise<void> {
  let output = ''
  server = spawn(process.execPath, ['src/local/serve/index.ts'], {
    env: {
      ...process.env,
      PORT: String(port),
      DATA_DIR: dataDir,
      FEED_ALLOWED_ORIGINS: samples.origin,
      TRUST_PROXY: 'on',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [server.stdout!, server.stderr!]) stream.on('data', (text) => (output += text))
  while (!output.includes('is ready at')) {
    if (server.exitCode !== null) throw new Error(output)
    await sleep(50)
  }
}

async function stop(signal: NodeJS.Signals): Promise<void> {
  const ended = new Promise((done) => server.once('exit', done))
  server.kill(signal)
  await ended
}

/** Where workerd itself listens, behind the server. */
async function workerOrigin(): Promise<string> {
  const { worker } = JSON.parse(readFileSync(join(dataDir, `worker-${port}.json`), 'utf8'))
  const { stdout } = await run('ps', ['-o', 'args=', '-p', String(worker.pid)])
  return `http://127.0.0.1:${/runtime\.ts (\d+)/.exec(stdout)![1]}`
}

/** Ends everything that the server has started at the same moment, its Postgres too, as a container ends. */
async function killAll(): Promise<void> {
  const { stdout } = await run('ps', ['-e', '-o', 'pid=,ppid='])
  const processes = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
  const doomed = new Set([server.pid!])
  // A child may be listed before its parent.
  for (let before = 0; before !== doomed.size; ) {
    before = doomed.size
    for (const [pid, parent] of processes) if (doomed.has(parent!)) doomed.add(pid!)
  }
  expect(doomed.size).toBeGreaterThan(5)
  const ended = new Promise((done) => server.once('exit', done))
  for (const pid of doomed) process.kill(pid, 'SIGKILL')
  await ended
}

const call = async (path: string, init: RequestInit = {}) => {
  const headers = { ...(init.headers as object), authorization: `Bearer ${token}` }
  const response = await fetch(origin + path, { ...init, headers })
  return { status: response.status, body: (await response.json().catch(() => null)) as AnyJson }
}

/** Past the service, to look. */
async function query(text: string): Promise<AnyJson[]> {
  const client = new pg.Client(readFileSync(join(dataDir, 'database-url'), 'utf8'))
  await client.connect()
  return (await client.query(text).finally(() => client.end())).rows
}

beforeAll(async () => {
  samples = await startSampleFeeds({ port: 0 })
  await start()
  const { stdout } = await run(
    'node',
    ['src/local/seed/commands/user-create.ts', '--email', 'ada@example.com', '--admin', '--json'],
    {
      env: { ...process.env, DATA_DIR: dataDir },
    },
  )
  token = JSON.parse(stdout).token
}, 300_000)
afterAll(async () => {
  if (server?.exitCode === null) await stop('SIGTERM')
  await samples?.close()
  rmSync(dataDir, { recursive: true, force: true })
})

describe('the home server', () => {
  it('asks everybody who they are, and serves none of the simulator’s own addresses', async () => {
    expect((await fetch(`${origin}/health/ready`)).status).toBe(200)
    for (const headers of [{}, { host: 'localhost' }, { 'x-demo-key': 'x' }] as Record<string, string>[])
      expect((await fetch(`${origin}/items`, { headers })).status).toBe(401)
    expect((await call('/api/v1/me')).body.role).toBe('admin')
    for (const path of ['/cdn-cgi/handler/scheduled', SCHEDULED, '/cdn-cgi/local/explorer'])
      expect((await fetch(origin + path)).status).toBe(404)
    expect((await fetch(`${origin}/docs`)).status).toBe(200)
  })

  it('sets the cookie of https where the proxy in front says so', async () => {
    const link = await run(
      'node',
      ['src/local/seed/commands/user-create.ts', '--email', 'ada@example.com', '--link', '--json'],
      {
        env: { ...process.env, DATA_DIR: dataDir },
      },
    )
    const path: string = JSON.parse(link.stdout).sign_in_path
    const page = await fetch(origin + path, { headers: { 'x-forwarded-proto': 'https' }, redirect: 'manual' })
    expect(page.status).toBeLessThan(400)
    const secure = await fetch(`${origin}/`, {
      headers: { 'x-forwarded-proto': 'https', accept: 'text/html' },
    })
    expect(secure.headers.get('strict-transport-security')).toMatch(/max-age/)
  })

  it('fetches through its queue, and builds by its crons', async () => {
    const { path } = SAMPLE_FEEDS[0]!
    const source = { name: 'Sample', url: 'https://sample.example/', feed_url: samples.origin + path }
    expect((await call('/api/v1/sources', json(source))).status).toBe(201)
    await expect
      .poll(async () => (await call('/api/v1/articles')).body.length, { timeout: 20_000 })
      .toBeGreaterThan(0)
    // The timer fires them on their minutes; nobody waits for those here.
    const worker = await workerOrigin()
    await query('update sources set next_fetch_at = now()')
    const [before] = await query('select count(*)::int as n from fetches')
    expect(await fireCron(worker, '*/5 * * * *')).toBe(true)
    await expect
      .poll(async () => (await query('select count(*)::int as n from fetches'))[0].n, { timeout: 20_000 })
      .toBeGreaterThan(before.n)
    const topic = { name: 'Sea', keywords: ['tide', 'harbour', 'city'] }
    expect((await call('/api/v1/topics', json(topic))).status).toBe(201)
    await query('update users set brief_hour = 0')
    // At a quarter of an hour the server's own timer may come first, with the same cron.
    expect(await fireCron(worker, '0,15,30,45 * * * *')).toBe(true)
    expect(await query('select from briefs')).toHaveLength(1)
  })

  it(`loses nothing of ${LOAD_MS / 1000} s of mixed load, killed ${KILLS} times and started again`, {
    timeout: LOAD_MS * 2 + 600_000,
  }, async () => {
    await query('update sources set next_fetch_at = now()')
    expect((await call('/api/v1/briefs/today', { method: 'POST' })).status).toBeLessThan(300)
    let isDown = false
    const load = new MixedLoad({ call, query, isDown: () => isDown })
    const until = Date.now() + LOAD_MS
    const readers = Promise.all([1, 2, 3].map((name) => load.read(name, until, long ? 700 : 40)))
    for (let kill = 0; kill < KILLS; kill++) {
      await sleep(LOAD_MS / (KILLS + 2))
      isDown = true
      await (kill % 2 === 0 ? killAll() : stop('SIGKILL'))
      await start()
      isDown = false
    }
    await readers
    const { lost, doubled } = await load.compare()
    const fetches = await query('select from fetches')
    console.log(
      `${JSON.stringify(load.figures)}, refused ${JSON.stringify(load.refused)}, ${KILLS} kills, ${fetches.length} fetches: ${lost.length} writes lost, ${doubled} doubled`,
    )
    expect(load.unexpected).toEqual([])
    // Enough to lose something, on a busy machine as well.
    expect(load.figures.acknowledged).toBeGreaterThan(20)
    expect(lost).toEqual([])
    expect(doubled).toBe(0)
    if (LOAD_MS >= 15 * 60_000) expect(fetches.length).toBeGreaterThan(2)
    // The ticks come every five minutes: no fetch was lost with the queue of a server that was killed.
    expect(await query("select id from sources where next_fetch_at < now() - interval '12 minutes'")).toEqual(
      [],
    )
  })

  it('ends cleanly at SIGTERM, and nothing of it stays', async () => {
    const runtime = JSON.parse(readFileSync(join(dataDir, `worker-${port}.json`), 'utf8')).worker
      .pid as number
    await stop('SIGTERM')
    expect(server.exitCode).toBe(0)
    expect(() => process.kill(-runtime, 0)).toThrow()
    await expect(fetch(`${origin}/health`)).rejects.toThrow()
  })
})

describe('the image', () => {
  const dockerfile = readFileSync('Dockerfile', 'utf8')
  it('runs the same command, as an ordinary user, with its data in a volume and a health check', () => {
    expect(dockerfile).toContain('CMD ["node", "src/local/serve/index.ts"]')
    expect(dockerfile).toMatch(/\nUSER node\n/)
    expect(dockerfile).toMatch(/\nVOLUME \/data\n/)
    const check = /HEALTHCHECK[^[]*\[.*?"-e", "(.*)"\]/s.exec(dockerfile)![1]!
    expect(check).toContain('/health/ready')
  })
})
