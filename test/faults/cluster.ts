import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/local/postgres/index.ts'
import { copyCluster } from '../harness/blank-cluster.ts'

/** How Postgres goes down: waits for nobody, without a checkpoint, or killed. */
export const WAYS_DOWN = { fast: 'SIGINT', immediate: 'SIGQUIT', killed: 'SIGKILL' } as const

/** A cluster of a test's own that can be ended and started again on its port. */
export interface Cluster {
  /** Changes with every start; the port does not. */
  postgres: EmbeddedPostgres
  dataDir: string
  /** Ends the server in that way and waits until it is gone. */
  end(way: keyof typeof WAYS_DOWN): Promise<void>
  start(): Promise<void>
  /** Ends it for good and removes its files. */
  remove(): Promise<void>
}

const SETTINGS = { wal_level: 'replica', max_wal_senders: '4', hot_standby: 'on' }

/** Makes a cluster, or starts the one that lies in `dataDir`. */
export async function startCluster(
  dataDir = makeFolder(),
  settings: Record<string, string> = {},
): Promise<Cluster> {
  const open = (port?: number) =>
    startEmbeddedPostgres({
      dataDir,
      durable: false,
      settings: { ...SETTINGS, ...settings },
      ...(port !== undefined && { port }),
    })
  const cluster: Cluster = {
    postgres: await open(),
    dataDir,
    async end(way) {
      process.kill(postmasterOf(dataDir), WAYS_DOWN[way])
      // Waits for its end, and gives the folder back.
      await cluster.postgres.stop()
    },
    async start() {
      cluster.postgres = await open(cluster.postgres.port)
    },
    async remove() {
      await cluster.postgres.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  return cluster
}

function makeFolder(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'morning-brief-cluster-'))
  copyCluster(inject('blankCluster'), dataDir)
  return dataDir
}

/**
 * Starts a hot standby of a cluster that is stopped at this moment: a copy of its files that follows it by streaming
 * replication once both run.
 */
export async function startStandby({ dataDir, postgres }: Cluster): Promise<Cluster> {
  const copy = mkdtempSync(join(tmpdir(), 'morning-brief-standby-'))
  const folder = join(copy, 'postgres')
  // The owner of the files is the account that Postgres runs under, and stays so.
  execFileSync('cp', ['-a', join(dataDir, 'postgres'), folder])
  execFileSync('cp', ['-a', join(folder, 'PG_VERSION'), join(folder, 'standby.signal')])
  const { host, port, user, password } = postgres
  return startCluster(copy, {
    primary_conninfo: `host=${host} port=${port} user=${user} password=${password}`,
    wal_retrieve_retry_interval: '100ms',
  })
}

const postmasterOf = (dataDir: string) =>
  Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n', 1)[0])
