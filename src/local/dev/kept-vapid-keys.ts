import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createVapidKeys } from '../vapid-keys.ts'

/** The keys of this data folder, made at its first start: browsers that subscribed before stay subscribed. */
export async function readKeptVapidKeys(dataDir: string): Promise<string> {
  const file = join(dataDir, 'vapid-keys')
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    const keys = await createVapidKeys()
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(file, `${keys}\n`, { mode: 0o600 })
    return keys
  }
}
