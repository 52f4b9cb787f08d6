import { execFile } from 'node:child_process'

/** What a command left behind. */
export interface Outcome {
  code: number
  stdout: string
  stderr: string
}

/** Runs one of the seed's commands as `npm run` does, with nothing of this environment but PATH. */
export function run(name: string, args: string[], env: Record<string, string> = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [`src/local/seed/commands/${name}.ts`, ...args],
      { env: { PATH: process.env.PATH, TZ: 'Europe/Vienna', ...env } },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })
}
