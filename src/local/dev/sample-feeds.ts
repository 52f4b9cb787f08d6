import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type SampleServer, startSampleFeeds } from '../samples/index.ts'

/**
 * Starts the sample feeds on the port that they had before, where it is free: articles of earlier days lead there. The port
 * is kept in `dataDir`, because two instances on a machine cannot have the same.
 */
export async function startKeptSampleFeeds(dataDir: string): Promise<SampleServer> {
  const file = join(dataDir, 'sample-feeds-port')
  const kept = existsSync(file) ? Number(readFileSync(file, 'utf8')) : Number.NaN
  const isPort = Number.isInteger(kept) && kept > 0 && kept < 65_536
  const samples = await startSampleFeeds(isPort ? { port: kept } : {})
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(file, new URL(samples.origin).port)
  return samples
}
