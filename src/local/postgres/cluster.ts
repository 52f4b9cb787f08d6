import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { dataDirError, diskFull, errnoOf, LocalDatabaseError } from './errors.ts'

/** The environment of Postgres' programs, without PG* variables and the user's locale, which would change the database. */
export const ENVIRONMENT = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

/** The approximate size of a new cluster. */
const CLUSTER_BYTES = 50 * 2 ** 20

/** The superuser's password is a file in the cluster, so that both are moved and deleted together. */
const PASSWORD_FILE = 'superuser.password'

/**
 * The path of the cluster for a program that runs in it. As root on Linux the folder may be in a private home that
 * Postgres' account cannot traverse. The working directory is set before root privileges are dropped, and /proc/self/cwd
 * refers to it without traversing its parents.
 */
export function clusterArgument(cluster: string, account: Account): string {
  return account && process.platform === 'linux' ? '/proc/self/cwd' : cluster
}

/**
 * Opens the cluster at `cluster`, and creates it if there is none: UTF-8, code point order, full Unicode case mapping
 * (provider builtin, C.UTF-8), password authentication. Returns the superuser's password and whether the cluster is new.
 * @throws LocalDatabaseError when the cluster has another major version, is damaged, or cannot be written
 */
export function openCluster(
  cluster: string,
  binaries: Binaries,
  account: Account,
  durable: boolean,
): { password: string; fresh: boolean } {
  try {
    const fresh = !existsSync(cluster)
    if (fresh) return { password: createCluster(cluster, binaries, account, durable), fresh }
    checkVersion(cluster, binaries.major)
    return { password: readFileSync(join(cluster, PASSWORD_FILE), 'utf8'), fresh }
  } catch (error) {
    if (error instanceof LocalDatabaseError) throw error
    throw errnoOf(error) === 'ENOENT' ? corrupt(cluster, error) : dataDirError(cluster, error)
  }
}

/** The error for a damaged cluster. */
export function corrupt(cluster: string, cause?: unknown): LocalDatabaseError {
  return new LocalDatabaseError(
    'data_dir_corrupt',
    `The database in ${cluster} is damaged and cannot be opened. Restore that folder from a backup, or move it away to start with an empty database.`,
    { cause },
  )
}

function checkVersion(cluster: string, major: string): void {
  const found = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
  if (!/^\d+(\.\d+)?$/.test(found)) throw corrupt(cluster)
  if (found === major) return
  throw new LocalDatabaseError(
    'data_dir_version',
    `The database in ${cluster} was made by Postgres ${found}, this is Postgres ${major}. Move that folder away to start with an empty database, or set DATA_DIR to another folder.`,
  )
}

function createCluster(cluster: string, binaries: Binaries, account: Account, durable: boolean): string {
  // Created under another name and then renamed: a start that is killed here leaves no incomplete cluster.
  const draft = `${cluster}.new`
  const secrets = mkdtempSync(join(tmpdir(), 'postgres-password-'))
  const passwordFile = join(secrets, 'password')
  const password = randomBytes(18).toString('base64url')
  try {
    rmSync(draft, { recursive: true, force: true })
    mkdirSync(draft, { recursive: true, mode: 0o700 })
    writeFileSync(passwordFile, password, { mode: 0o600 })
    if (account) for (const path of [draft, secrets, passwordFile]) chownSync(path, account.uid, account.gid)
    runInitdb(draft, binaries, account, [`--pwfile=${passwordFile}`, ...(durable ? [] : ['--no-sync'])])
    const kept = join(draft, PASSWORD_FILE)
    writeFileSync(kept, password, { mode: 0o600 })
    if (account) chownSync(kept, account.uid, account.gid)
    chmodSync(draft, 0o700)
    renameSync(draft, cluster)
    return password
  } finally {
    rmSync(secrets, { recursive: true, force: true })
    rmSync(draft, { recursive: true, force: true })
  }
}

function runInitdb(draft: string, binaries: Binaries, account: Account, extra: string[]): void {
  const options = ['-U', 'postgres', '--auth=password', '-E', 'UTF8', '--locale=C', '--no-instructions']
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const where = ['-D', clusterArgument(draft, account)]
  const result = spawnSync(binaries.initdb, [...where, ...options, ...locale, ...extra], {
    ...account,
    cwd: draft,
    env: ENVIRONMENT,
    encoding: 'utf8',
  })
  if (result.status === 0) return
  // initdb does not always report a full disk: its server may just crash.
  const { bavail, bsize } = statfsSync(draft)
  if (/No space left|Disk quota/i.test(result.stderr) || bavail * bsize < CLUSTER_BYTES) throw diskFull(draft)
  const reason = /error: (.*)/.exec(result.stderr)?.[1] ?? errnoOf(result.error) ?? `exit ${result.status}`
  throw new LocalDatabaseError(
    'start_failed',
    `A new database could not be made in ${draft} (${reason}). Set DATA_DIR to another folder, or DATABASE_URL to a Postgres of your own.`,
    { cause: result.stderr },
  )
}
