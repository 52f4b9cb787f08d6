import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import * as z from 'zod'
import { dataDirError, errnoOf, LocalDatabaseError } from './errors.ts'
import { processStartTime } from './processes.ts'

/** The process that owns the data folder, and its start time, because a pid may be used again. */
const Owner = z.object({ pid: z.int(), started: z.string() })

/**
 * Claims the data folder for this process with a lock file, so that a second start does not stop the database of a
 * running one as an orphan. A claim whose process is gone (SIGKILL, power failure) is replaced.
 * @returns a function that releases the claim
 * @throws LocalDatabaseError `data_dir_in_use` with the pid of the process that owns the folder
 */
export function claimDataDir(dataDir: string): () => void {
  const file = `${dataDir}/postgres.owner`
  const claim = JSON.stringify({ pid: process.pid, started: processStartTime(process.pid) })
  const draft = `${file}.${process.pid}`
  try {
    writeFileSync(draft, claim)
    // link(2) creates the file with its content atomically, so nobody can read an incomplete claim.
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
  // Two starts may find the same dead claim at once. Do not remove the new claim of the other one.
  const aside = `${file}.dead.${process.pid}`
  try {
    renameSync(file, aside)
  } catch (error) {
    // The other start has removed it.
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
