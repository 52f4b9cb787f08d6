import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { ConfigError } from '../errors.ts'
import { errnoOf } from './postgres/errors.ts'

const FILE = '.dev.vars'

/**
 * Reads the local settings from `.dev.vars`, if there is one. Empty settings count as missing.
 * @throws {ConfigError} when the file cannot be read
 */
export function readDevVars(): Record<string, string> {
  try {
    return withoutBlanks(parseEnv(readFileSync(FILE, 'utf8')))
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return {}
    throw new ConfigError(`${FILE} cannot be read. Check that it is a file of yours with lines NAME=value.`)
  }
}

/** The settings that name a database. They belong together, so they are never mixed from two places. */
const DATABASE = /^(DATABASE_URL|PG[A-Z]+)$/

/**
 * The environment, completed by `.dev.vars`. If the environment names a database, the file's database settings are
 * ignored: DATABASE_URL in the file must not replace PGHOST in the environment.
 */
export function withDevVars(env: NodeJS.ProcessEnv): Record<string, string> {
  const given = withoutBlanks(env)
  const namesOne = Object.keys(given).some((name) => DATABASE.test(name))
  const file = Object.entries(readDevVars()).filter(([name]) => !namesOne || !DATABASE.test(name))
  return { ...Object.fromEntries(file), ...given }
}

/** Adds the settings of `.dev.vars` to `process.env`, for commands. */
export function loadDevVars(): void {
  Object.assign(process.env, withDevVars(process.env))
}

const withoutBlanks = (env: NodeJS.Dict<string>) =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => !!entry[1]))
