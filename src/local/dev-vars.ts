import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { ConfigError } from '../errors.ts'
import { errnoOf } from './postgres/errors.ts'

const FILE = '.dev.vars'

/**
 * The settings of a laptop, from `.dev.vars`; none where there is no such file. Those left empty count as left out.
 * @throws {ConfigError} when it cannot be read
 */
export function readDevVars(): Record<string, string> {
  try {
    return withoutBlanks(parseEnv(readFileSync(FILE, 'utf8')))
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return {}
    throw new ConfigError(`${FILE} cannot be read. Check that it is a file of yours with lines NAME=value.`)
  }
}

/** Any of these names a database, and then all that are to count stand beside it. */
const DATABASE = /^(DATABASE_URL|PG[A-Z]+)$/

/**
 * The environment with what it leaves open filled from `.dev.vars`. A database that the environment names in one way is
 * not replaced by one that the file names in another.
 */
export function withDevVars(env: NodeJS.ProcessEnv): Record<string, string> {
  const given = withoutBlanks(env)
  const namesOne = Object.keys(given).some((name) => DATABASE.test(name))
  const file = Object.entries(readDevVars()).filter(([name]) => !namesOne || !DATABASE.test(name))
  return { ...Object.fromEntries(file), ...given }
}

/** Fills the environment of this process, for commands. */
export function loadDevVars(): void {
  Object.assign(process.env, withDevVars(process.env))
}

const withoutBlanks = (env: NodeJS.Dict<string>) =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => !!entry[1]))
