import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '../../src/local/postgres/index.ts'

/** A stopped, empty cluster to be copied: making one costs far more than copying one. */
export async function makeBlankCluster(): Promise<{ folder: string; remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'morning-brief-blank-'))
  const postgres = await startEmbeddedPostgres({ dataDir: folder, durable: false })
  await postgres.stop()
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Puts a copy of a blank cluster into a data folder, which is made; the files keep their owner. */
export function copyCluster(blank: string, dataDir: string): void {
  mkdirSync(dataDir, { recursive: true })
  execFileSync('cp', ['-a', join(blank, 'postgres'), join(dataDir, 'postgres')])
}
