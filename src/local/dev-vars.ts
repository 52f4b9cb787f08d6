import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { ConfigError } from '../errors.ts'
import { errnoOf } from './postgres/errors.ts'

type Settings = Record<string, string>

/** The settings that name a database. They belong together, so they are never mixed from two places. */
const DATABASE = /^(DATABASE_URL|PGHOST|PGPORT|PGUSER|PGPASSWORD|PGDATABASE)$/

/** Whether a database is named. A lone PGUSER or PGPORT, which is meant for other programs, names none. */
const namesDatabase = (settings: Settings) =>
  Boolean(settings.DATABASE_URL) || Boolean(settings.PGHOST && settings.PGDATABASE)

/**
 * The local settings: `.dev.vars`, and what only `.env` has. Empty settings count as missing.
 * @throws {ConfigError} when a file cannot be read
 */
export const readDevVars = (): Settings => withDevVars({})

/**
 * The environment, completed by `.dev.vars` (wrangler's file) and then by `.env` (drizzle-kit's). The database is taken
 * whole from the first of them that names one.
 * @param env may hold what drizzle-kit has loaded from `.env`; that counts as the file's
 */
export const withDevVars = (env: NodeJS.ProcessEnv): Settings => combine(layersOf(env))

/** Completes `process.env`, for commands, and says so when a file's database is not the one that is used. */
export function loadDevVars(): void {
  const { env } = process
  const layers = layersOf(env)
  const settings = combine(layers)
  const overruled = layers.slice(1).find(({ settings: own }) => {
    return own.DATABASE_URL && own.DATABASE_URL !== settings.DATABASE_URL
  })
  const used = layers.find((layer) => namesDatabase(layer.settings))
  // Said once, however many programs this one starts.
  const said = `${used?.name} ${overruled?.name}`
  if (overruled && used && env.DATABASE_NOTE !== said) {
    console.error(`DATABASE_URL of ${overruled.name} is not used, because ${used.name} names a database.`)
    env.DATABASE_NOTE = said
  }
  for (const name of Object.keys(env)) if (DATABASE.test(name) && !(name in settings)) delete env[name]
  Object.assign(env, settings)
}

interface Layer {
  name: string
  settings: Settings
}

/** Where settings come from, the strongest first. */
function layersOf(env: NodeJS.ProcessEnv): Layer[] {
  const dotEnv = readSettings('.env')
  const given = Object.entries(withoutBlanks(env)).filter(([name, value]) => dotEnv[name] !== value)
  return [
    { name: 'the environment', settings: Object.fromEntries(given) },
    { name: '.dev.vars', settings: readSettings('.dev.vars') },
    { name: '.env', settings: dotEnv },
  ]
}

function combine(layers: Layer[]): Settings {
  const merged: Settings = Object.assign({}, ...layers.toReversed().map(({ settings }) => settings))
  const database = layers.find(({ settings }) => namesDatabase(settings))?.settings ?? merged
  const others = Object.entries(merged).filter(([name]) => !DATABASE.test(name))
  const whole = Object.entries(database).filter(([name]) => DATABASE.test(name))
  return Object.fromEntries([...others, ...whole])
}

function readSettings(file: string): Settings {
  try {
    return withoutBlanks(parseEnv(readFileSync(file, 'utf8')))
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return {}
    throw new ConfigError(`${file} cannot be read. Check that it is a file of yours with lines NAME=value.`)
  }
}

const withoutBlanks = (env: NodeJS.Dict<string>) =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => !!entry[1]))
