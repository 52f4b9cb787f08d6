import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { MigrateError } from '../errors.ts'

/** How to run drizzle-kit's own command line. */
export type DrizzleKitOptions = {
  /** Let it use this terminal, for its questions; without it, what it prints is only returned. */
  terminal?: boolean
  env?: NodeJS.ProcessEnv
}

/**
 * Runs the drizzle-kit of the project in the working directory. It exits 0 even when it fails, so look at
 * what it did and at its `stderr`.
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

/** The path of the drizzle-kit of the working directory. */
export function findDrizzleKit(): string {
  try {
    const main = createRequire(resolve('package.json')).resolve('drizzle-kit')
    const bin = join(dirname(main), 'bin.cjs')
    if (existsSync(bin)) return bin
  } catch {
    // Said below.
  }
  throw new MigrateError('drizzle-kit is not installed in this project.', { hint: 'npm i -D drizzle-kit' })
}

/** drizzle-kit's complaint without its stack. */
export function firstComplaint(stderr: string): string[] {
  return stderr
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at /.test(line))
    .slice(0, 5)
}
