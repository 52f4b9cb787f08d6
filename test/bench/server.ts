import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../src/local/postgres/port.ts'

/** Something that is measured: where it answers and whose CPU it spends. */
export interface Server {
  origin: string
  pid: number
  stop(): void
}

/** Starts a peer on Node. */
export async function serveNode(file: string, databaseUrl: string, userId: number): Promise<Server> {
  const port = await freePort()
  const path = fileURLToPath(new URL(file, import.meta.url))
  const child = spawn(process.execPath, [path, String(port), databaseUrl, String(userId)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const origin = `http://127.0.0.1:${port}`
  await waitUntilItAnswers(origin)
  return { origin, pid: child.pid!, stop: () => void child.kill('SIGKILL') }
}

/** Waits up to ten seconds for any HTTP answer. */
export async function waitUntilItAnswers(origin: string): Promise<void> {
  for (let i = 0; i < 5000; i++) {
    try {
      await (await fetch(`${origin}/health`)).arrayBuffer()
      return
    } catch {
      await new Promise((resume) => setTimeout(resume, 2))
    }
  }
  throw new Error(`${origin} did not answer within 10 s`)
}

/** CPU seconds a process has spent so far, in user and kernel mode together. */
export function cpuSeconds(pid: number): number {
  const { user, kernel } = cpuByMode(pid)
  return user + kernel
}

/** CPU seconds by mode (proc(5)); 0 where there is no /proc. */
export function cpuByMode(pid: number): { user: number; kernel: number } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { user: Number(fields[11]) / 100, kernel: Number(fields[12]) / 100 }
  } catch {
    return { user: 0, kernel: 0 }
  }
}
