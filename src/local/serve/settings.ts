import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DevSettings, readDevSettings, StartError } from '../dev/settings.ts'
import { withDevVars } from '../dev-vars.ts'
import { errnoOf } from '../postgres/errors.ts'

/** What the home server's start needs to know. */
export interface ServeSettings extends DevSettings {
  /** The address to listen on: 0.0.0.0 for the whole network. */
  host: string
  /** Whether a proxy that ends TLS stands in front, whose X-Forwarded headers are believed. */
  trustProxy: boolean
}

/**
 * Reads HOST and TRUST_PROXY beside what `npm run dev` reads.
 * @throws {StartError | ConfigError} naming what is malformed, never its value
 */
export function readServeSettings(env: NodeJS.ProcessEnv): ServeSettings {
  const settings = readDevSettings(env)
  const { HOST = '127.0.0.1', TRUST_PROXY = 'off' } = withDevVars(env)
  if (!/^(on|off)$/.test(TRUST_PROXY)) throw new StartError('TRUST_PROXY must be on or off.')
  const { dataDir, workerSettings } = settings
  const SESSION_SECRETS = workerSettings.SESSION_SECRETS ?? keptSecret(dataDir)
  return {
    ...settings,
    host: HOST,
    trustProxy: TRUST_PROXY === 'on',
    // Whoever reaches this server is a stranger until they say who they are.
    workerSettings: { ...workerSettings, SESSION_SECRETS, DEMO_USER: 'off' },
  }
}

/** The secret that signs cookies, made once: with another, everybody would have to sign in again. */
function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'session-secret')
  try {
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(file, randomBytes(32).toString('hex'), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST')
      throw new StartError(
        `The folder ${dataDir} cannot be written to. Give it to this user, or set DATA_DIR.`,
      )
  }
  return readFileSync(file, 'utf8').trim()
}
