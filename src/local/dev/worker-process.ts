import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from '../postgres/port.ts'
import { processStartTime } from '../postgres/processes.ts'
import { StartError } from './settings.ts'

/** A running `wrangler dev`. */
export interface WorkerProcess {
  /** Where it serves. */
  origin: string
  /** Settles when it ends by itself. */
  exited: Promise<void>
}

/** A program that serves the worker on loopback, and says `Ready on http` once it does. */
export interface Program {
  args: string[]
  /** Where its further words go, and how: wrangler reads settings as dotenv, ours as JSON. */
  formatSettings: (vars: Record<string, string>) => string
}

export interface WorkerOptions {
  /** Tells it from others in the data folder. */
  name: string
  dataDir: string
  /** The worker's bindings; written to a file that only this user can read, since a command line is public. */
  vars: Record<string, string>
  /** Takes each line that wrangler and the worker print. */
  onLine: (line: string) => void
  /** What serves it, of a port and the file with its settings. Default: `wrangler dev`. */
  program?: (port: number, settingsFile: string) => Program
}

/** wrangler stays silent and off the network with these, and its code is compiled once, not at each start. */
const QUIET = {
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  NODE_COMPILE_CACHE: resolve('node_modules/.cache/node'),
  NO_COLOR: '1',
}

/** What this process started, and what it keeps of that in the data folder: several may share one, each on its port. */
let started: { pid: number; files: string[] } | undefined

/**
 * Starts `wrangler dev` in a process group of its own and waits until it serves.
 * @throws {StartError} with its last words when it ends before that
 */
export async function startWorker(options: WorkerOptions): Promise<WorkerProcess> {
  const { name, dataDir, vars, onLine } = options
  const port = await freePort()
  mkdirSync(dataDir, { recursive: true })
  const envFile = resolve(dataDir, `worker-${name}.env`)
  const program = (options.program ?? wranglerDev(dataDir))(port, envFile)
  writeFileSync(envFile, program.formatSettings(vars), { mode: 0o600 })
  const child = spawn(process.execPath, program.args, {
    env: { ...process.env, ...QUIET },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const record = { owner: identify(process.pid), worker: identify(child.pid!) }
  const recordFile = resolve(dataDir, `worker-${name}.json`)
  writeFileSync(recordFile, JSON.stringify(record))
  started = { pid: child.pid!, files: [recordFile, envFile] }
  const exited = new Promise<void>((settle) => child.once('exit', () => settle()))
  await waitUntilReady(child, exited, onLine)
  return { origin: `http://127.0.0.1:${port}`, exited }
}

const wranglerDev = (dataDir: string) => (port: number, settingsFile: string) => {
  const wrangler = join(createRequire(import.meta.url).resolve('wrangler/package.json'), '../bin/wrangler.js')
  const args = [
    ...[wrangler, 'dev', '--ip', '127.0.0.1', '--port', String(port), '--env-file', settingsFile],
    ...['--persist-to', resolve(dataDir, 'wrangler')],
    ...['--show-interactive-dev-session=false', '--inspector-port=0'],
  ]
  return { args, formatSettings: formatEnvFile }
}

/** Ends the worker that this process started, however far its start had come. */
export async function stopWorker(): Promise<void> {
  if (started !== undefined) await endGroup(started.pid)
  for (const file of started?.files ?? []) rmSync(file, { force: true })
}

/** Ends the workers of earlier starts whose own processes are gone (SIGKILL, a closed terminal). */
export async function stopOrphanedWorkers(dataDir: string): Promise<void> {
  for (const name of listRecords(dataDir)) {
    const file = join(dataDir, name)
    const record = readRecord(file)
    if (!record || isAlive(record.owner)) continue
    // The group outlives its leader: workerd goes on when wrangler is killed.
    if (isAlive(record.worker) || processStartTime(record.worker.pid) === undefined) {
      await endGroup(record.worker.pid)
    }
    for (const gone of [file, file.replace(/json$/, 'env')]) rmSync(gone, { force: true })
  }
}

function waitUntilReady(child: ChildProcess, exited: Promise<void>, onLine: (line: string) => void) {
  const last: string[] = []
  return new Promise<void>((ready, fail) => {
    for (const stream of [child.stdout!, child.stderr!]) {
      createInterface({ input: stream }).on('line', (line) => {
        if (/Ready on http/.test(line)) ready()
        last.push(line)
        if (last.length > 20) last.shift()
        onLine(line)
      })
    }
    exited.then(() => fail(new StartError(`wrangler could not start the worker:\n${last.join('\n')}`)))
  })
}

/** SIGTERM to a whole process group, SIGKILL to what is left after two seconds. */
async function endGroup(pid: number): Promise<void> {
  for (const [signal, patience] of [
    ['SIGTERM', 2_000],
    ['SIGKILL', 2_000],
  ] as const) {
    if (!signalGroup(pid, signal)) return
    for (const until = Date.now() + patience; Date.now() < until; ) {
      if (!signalGroup(pid, 0)) return
      await new Promise((resume) => setTimeout(resume, 25))
    }
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal)
  } catch {
    return false
  }
}

interface Identity {
  pid: number
  started: string | undefined
}

const identify = (pid: number): Identity => ({ pid, started: processStartTime(pid) })
const isAlive = ({ pid, started }: Identity) => started !== undefined && processStartTime(pid) === started

function listRecords(dataDir: string): string[] {
  try {
    return readdirSync(dataDir).filter((name) => /^worker-\d+\.json$/.test(name))
  } catch {
    return []
  }
}

function readRecord(file: string): { owner: Identity; worker: Identity } | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** dotenv syntax; wrangler expands `$`, which a password may hold. */
function formatEnvFile(vars: Record<string, string>): string {
  return Object.entries(vars)
    .map(([name, value]) => `${name}=${JSON.stringify(value).replaceAll('$', '\\$')}\n`)
    .join('')
}
