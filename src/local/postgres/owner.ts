import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import * as z from 'zod'
import { dataDirError, errnoOf, LocalDatabaseError } from './errors.ts'
import { processStartTime } from './processes.ts'

/** The process that has the data folder, and when it started, where the system tells. */
const Owner = z.object({ pid: z.int(), started: z.string() })

/**
 * Claims the data folder for this process, so that a second start does not take a living one's database for an
 * orphan. Returns the function that gives it back. Throws LocalDatabaseError `data_dir_in_use` naming the process
 * that has it; a claim whose process is gone (SIGKILL, power loss) is taken over.
 */
export function claimDataDir(dataDir: string): () => void {
  const file = `${dataDir}/postgres.owner`
  const claim = JSON.stringify({ pid: process.pid, started: processStartTime(process.pid) })
  const draft = `${file}.${process.pid}`
  try {
    writeFileSync(draft, claim)
    // link(2) is atomic and carries the content with it: nobody ever reads a half-written claim.
    while (!linkUnlessThere(draft, file)) removeDeadClaim(file, dataDir)
  } catch (error) {
    throw error instanceof LocalDatabaseError ? error : dataDirError(dataDir, error)
  } finally {
    rmSync(draft, { force: true })
  }
  return () => {
    if (read(file) === claim) rmSync(file, { force: true })
  }
}

function linkUnlessThere(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false
    throw error
  }
}

function removeDeadClaim(file: string, dataDir: string): void {
  const text = read(file)
  if (text === undefined) return
  const owner = parse(text)
  if (owner && processStartTime(owner.pid) === owner.started) {
    throw new LocalDatabaseError(
      'data_dir_in_use',
      `The data folder ${dataDir} is in use by another start of this program (process ${owner.pid}). Stop that one first, or set DATA_DIR to another folder.`,
    )
  }
  // Two starts may find the same dead claim: the slower one must not remove the quicker one's new claim.
  const aside = `${file}.dead.${process.pid}`
  try {
    renameSync(file, aside)
  } catch (error) {
    // The quicker one was here between.
    if (errnoOf(error) === 'ENOENT') return
    throw error
  }
  if (read(aside) !== text) linkUnlessThere(aside, file)
  rmSync(aside, { force: true })
}

function parse(text: string): z.infer<typeof Owner> | undefined {
  try {
    return Owner.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw error
  }
}
