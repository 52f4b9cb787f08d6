import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { freePort } from '../../src/local/postgres/port.ts'
import { type AnyJson, json } from '../harness/test-app.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'morning-brief-dev-'))
const port = await freePort()
const origin = `http://127.0.0.1:${port}`
let npm: ChildProcess | undefined
let first: ChildProcess | undefined
let output = ''

afterAll(async () => {
  await stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const NPM = ['npm', 'run', 'dev'] as const
/** What it runs, for those that are refused: nothing of npm is asked there. */
const ITSELF = ['node', 'src/local/dev/index.ts'] as const

/** Runs `npm run dev` and gives its exit code, or null once it is ready. */
async function dev(
  env: Record<string, string> = {},
  [program, ...args]: readonly string[] = NPM,
): Promise<number | null> {
  output = ''
  const child = spawn(program!, args, {
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  npm = child
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text))
  while (child.exitCode === null && !output.includes('is ready at')) await sleep(50)
  return child.exitCode
}

async function stop(): Promise<void> {
  npm?.kill('SIGTERM')
  for (let i = 0; i < 100 && (await isUp()); i++) await sleep(100)
}

const isUp = () => fetch(`${origin}/health`).then(...([() => true, () => false] as const))
const get = async (path: string) => (await (await fetch(origin + path)).json()) as AnyJson
const articles = async () => (await get('/api/v1/articles?limit=100')).map((row: AnyJson) => row.id).sort()
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
/** The process of the start itself, which holds the data folder. */
const ownPid = () => JSON.parse(readFileSync(join(dataDir, 'postgres.owner'), 'utf8')).pid as number

describe('npm run dev', () => {
  it('serves a brief made from the sample feeds, and keeps everything over a SIGKILL', {
    timeout: 120_000,
  }, async () => {
    expect(await dev(), output).toBeNull()
    expect(output).toContain(`Morning Brief is ready at http://localhost:${port}`)
    expect(await get('/health/ready')).toMatchObject({ ready: true })
    const brief = await get('/api/v1/briefs/today')
    expect(brief.topics.map((topic: AnyJson) => topic.deliveries.length)).toEqual([3, 3, 3, 3])
    const before = { brief, articles: await articles() }
    const names = []
    for (let n = 0; n < 20; n++) {
      const reply = await fetch(`${origin}/items`, json({ name: `acknowledged ${n}` }))
      if (reply.status === 201) names.push(`acknowledged ${n}`)
    }
    process.kill(ownPid(), 'SIGKILL')
    expect(await dev(), output).toBeNull()
    expect({ brief: await get('/api/v1/briefs/today'), articles: await articles() }).toEqual(before)
    const { items } = await get('/items?limit=100')
    expect(items.map((item: AnyJson) => item.name)).toEqual(expect.arrayContaining(names))
  })

  it('tells a second start on the same folder that it is in use, and leaves the first alone', async () => {
    first = npm
    expect(await dev({ PORT: String(await freePort()) }, ITSELF)).toBe(1)
    expect(output).toMatch(/data folder .* is in use by another start .*process \d+/)
    expect(await isUp()).toBe(true)
  })

  it('stops everything when npm is told to stop', async () => {
    const pid = ownPid()
    first?.kill('SIGTERM')
    for (let i = 0; i < 100 && isAlive(pid); i++) await sleep(100)
    expect([isAlive(pid), await isUp()]).toEqual([false, false])
  })

  it.each([
    ['a taken port', () => listen(), {}, /Port \d+ is taken by another program/],
    ['a port that is none', null, { PORT: 'x' }, /PORT must be a number/],
    ['a URL that is none', null, { DATABASE_URL: 'postgres://u:hunter2#@h/d' }, /DATABASE_URL: is not a URL/],
    [
      'a database that does not answer',
      null,
      { DATABASE_URL: 'postgres://u:hunter2@127.0.0.1:9/d' },
      /cannot be reached/,
    ],
  ])('says what %s means in a sentence', async (_, arrange, env, sentence) => {
    const undo = await arrange?.()
    expect(await dev(env, ITSELF)).toBe(1)
    undo?.()
    expect(output).toMatch(sentence)
    expect(output).not.toMatch(/hunter2|^\s+at .*:\d+:\d+/m)
  })
})

async function listen(): Promise<() => void> {
  const server = createServer()
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready))
  return () => server.close()
}
