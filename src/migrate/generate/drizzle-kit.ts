import { spawn } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'
import { findDrizzleKit } from './kit.ts'

/** How to run drizzle-kit's own command line. */
export type DrizzleKitOptions = {
  /** Let it use this terminal, for its questions; without it, what it prints is only returned. */
  terminal?: boolean
  env?: NodeJS.ProcessEnv
}

/**
 * Runs the drizzle-kit of the project in the working directory. It exits 0 even when it fails, so look at
 * what it did and at what it said.
 * @throws MigrateError when it is not installed.
 */
export async function runDrizzleKit(
  args: string[],
  { terminal = false, env = process.env }: DrizzleKitOptions = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [findDrizzleKit(), ...args], {
    stdio: terminal ? ['inherit', 'inherit', 'pipe'] : ['ignore', 'pipe', 'pipe'],
    env,
  })
  const output = { stdout: '', stderr: '' }
  child.stdout?.on('data', (data) => {
    output.stdout += data
  })
  child.stderr?.on('data', (data) => {
    output.stderr += data
  })
  const code = await new Promise<number>((done, fail) => {
    child.on('error', fail)
    child.on('close', (exit) => done(exit ?? 1))
  })
  return { code, ...output }
}

/** What came of asking drizzle-kit for a migration, which wrote none. */
export function readAnswer({
  stdout,
  stderr,
}: {
  stdout: string
  stderr: string
}): 'unchanged' | 'asks' | 'failed' {
  if (/No schema changes/i.test(stdout)) return 'unchanged'
  // 0.31 says it cannot ask without a terminal; 1.0 names the hints that it lacks.
  return /TTY|missing.?hints/i.test(`${stdout}${stderr}`) ? 'asks' : 'failed'
}

/** drizzle-kit's complaint without its stack, colours and greetings. */
export function firstComplaint({ stdout, stderr }: { stdout: string; stderr: string }): string[] {
  const lines = stripVTControlCharacters(`${stderr}\n${stdout}`)
    .split('\n')
    .filter(
      (line) => line.trim() !== '' && !/^\s+at |^(No config path|Reading config|\d+ tables$)/.test(line),
    )
  const errors = lines.filter((line) => /error|collision|malformed|not of the latest/i.test(line))
  return [...new Set([...errors, ...lines])].slice(0, 5)
}
