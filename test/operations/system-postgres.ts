import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { chooseAccount } from '../../src/local/postgres/account.ts'
import { stopServer } from '../../src/local/postgres/orphan.ts'
import { freePort } from '../../src/local/postgres/port.ts'
import { until } from '../local/stack.ts'

const ROOT = '/usr/lib/postgresql'
const PROGRAMS = ['initdb', 'postgres', 'pg_dump', 'pg_restore']

/** Where Debian keeps a whole Postgres of one version, its client programs included; undefined without one. */
export function findSystemPostgres(): string | undefined {
  const versions = existsSync(ROOT) ? readdirSync(ROOT).sort((a, b) => Number(b) - Number(a)) : []
  return versions
    .map((version) => join(ROOT, version, 'bin'))
    .find((bin) => PROGRAMS.every((program) => existsSync(join(bin, program))))
}

export interface SystemPostgres {
  port: number
  /** Runs a statement as superuser in the maintenance database. */
  admin(text: string): Promise<void>
  /** Runs one of its programs. */
  run(program: string, args: string[]): void
  stop(): Promise<void>
}

/** Starts a cluster of the system's own Postgres on loopback, for what the embedded one does not ship. */
export async function startSystemPostgres(bin: string): Promise<SystemPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'morning-brief-system-'))
  const account = chooseAccount(folder, join(folder, 'none'))
  if (account) chownSync(folder, account.uid, account.gid)
  const options = { ...account, cwd: folder, stdio: 'ignore' as const, env: { LC_ALL: 'C.UTF-8' } }
  execFileSync(
    join(bin, 'initdb'),
    ['-D', 'data', '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
    options,
  )
  const port = await freePort()
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(join(bin, 'postgres'), ['-D', 'data', ...flags], options)
  const admin = async (text: string) => {
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' })
    await client.connect()
    try {
      await client.query(text)
    } finally {
      await client.end()
    }
  }
  await until(() =>
    admin('select 1').then(
      () => true,
      () => false,
    ),
  )
  return {
    port,
    admin,
    run: (program, args) =>
      void execFileSync(join(bin, program), args, { stdio: ['ignore', 'ignore', 'inherit'] }),
    async stop() {
      await stopServer(child.pid!)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
