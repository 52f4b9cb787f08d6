import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { ConfigError } from '../errors.ts'

const FILE = '.dev.vars'

/**
 * The settings of a laptop, from `.dev.vars`; none where there is no such file. Those left empty count as left out.
 * @throws {ConfigError} when it cannot be read
 */
export function readDevVars(): Record<string, string> {
  try {
    const all = Object.entries(parseEnv(readFileSync(FILE, 'utf8')))
    return Object.fromEntries(all.filter((entry): entry is [string, string] => !!entry[1]))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new ConfigError(`${FILE} cannot be read. Check that it is a file of yours with lines NAME=value.`)
  }
}

/** Adds them to the environment, for commands; what stands there already counts. */
export function loadDevVars(): void {
  for (const [name, value] of Object.entries(readDevVars())) process.env[name] ??= value
}
