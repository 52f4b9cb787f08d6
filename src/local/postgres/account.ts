import { existsSync, readFileSync, statSync } from 'node:fs'
import { forbidden, LocalDatabaseError } from './errors.ts'

/** The account that runs Postgres; undefined is the account of this process. */
export type Account = { uid: number; gid: number } | undefined

/**
 * Chooses the account for the data folder `dataDir` and the `cluster` in it. Postgres refuses to run as root; root
 * therefore uses the owner of the folder, else `postgres`, else `nobody`.
 * @throws LocalDatabaseError when an ordinary user starts a cluster of another user
 */
export function chooseAccount(dataDir: string, cluster: string): Account {
  const owned = [cluster, dataDir].filter((path) => existsSync(path)).map((path) => statSync(path))
  if (process.getuid?.() !== 0) {
    if (existsSync(cluster) && owned[0]!.uid !== process.getuid?.()) throw forbidden(cluster)
    return undefined
  }
  const owner = owned.find(({ uid }) => uid !== 0)
  const account = owner ?? accountNamed('postgres') ?? accountNamed('nobody')
  if (account) return { uid: account.uid, gid: account.gid }
  throw new LocalDatabaseError(
    'unsupported_platform',
    'Postgres does not run as root and there is no account "postgres" or "nobody" to run it. Start as an ordinary user.',
  )
}

/** Looks the account up in passwd(5). */
function accountNamed(name: string): Account {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined
}
