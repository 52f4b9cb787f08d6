import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type NeonProxy, startNeonProxy } from '../../src/local/neon/index.ts'
import { type Cluster, startCluster } from '../faults/cluster.ts'
import { appOn } from '../harness/app-on.ts'
import { appAs } from '../harness/test-app.ts'
import { run } from '../migrations/harness.ts'

/** An owner who may make no role, on a server where nobody else made it. */
const OWNER = { user: 'plain', password: 'plain' }

let cluster: Cluster
let proxy: NeonProxy
const urlFor = (user: string, password: string, database: string) =>
  `postgres://${user}:${password}@${cluster.postgres.host}:${cluster.postgres.port}/${database}`

async function query(url: string, text: string, values: unknown[] = []) {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query(text, values)).rows
  } finally {
    await client.end()
  }
}
const asAdministrator = (text: string, database = 'brief') =>
  query(urlFor(cluster.postgres.user, cluster.postgres.password, database), text)

beforeAll(async () => {
  cluster = await startCluster()
  await asAdministrator(`create role plain login password 'plain'`, 'postgres')
  await asAdministrator('create database brief owner plain', 'postgres')
  const { host, port } = cluster.postgres
  proxy = await startNeonProxy({ upstream: { host, port, ...OWNER } })
})
afterAll(async () => {
  await proxy?.close()
  await cluster?.remove()
})

it('is said each time, and refuses requests, until what it says was done', async () => {
  const url = urlFor(OWNER.user, OWNER.password, 'brief')
  const tool = async (command: string) => {
    const { code, output } = await run([command, '--folder', 'drizzle', '--url', url])
    return { code, warning: /Row-level security is not in force[^\n]*/.exec(output)?.[0] }
  }
  const DATABASE_URL = proxy.url({ database: 'brief' })
  expect(await tool('up')).toMatchObject({ code: 0, warning: expect.stringContaining('does not exist') })
  const { token } = await appAs({
    url: '',
    directUrl: '',
    query: (text, values) => query(url, text, values) as never,
  })
  const call = appOn({ DATABASE_URL }, token)
  const state = async () => {
    const [items, ready] = [await call('/items'), await call('/ready')]
    return [items.status, items.body.code, ready.status, ready.body.checks.row_level_security]
  }
  const remedies = [
    [/CREATE ROLE .*;/, [500, 'misconfigured', 503, 'failed']],
    [/GRANT SELECT.*;/, [500, 'internal', 503, 'failed']],
    [/ALTER ROLE .*;/, [500, 'misconfigured', 503, 'failed']],
    [/GRANT morning_brief_app .*;/, [500, 'misconfigured', 503, 'failed']],
  ] as const
  for (const [remedy, expected] of remedies) {
    for (const command of ['up', 'status', 'status']) {
      const { code, warning } = await tool(command)
      expect([code, warning]).toEqual([0, expect.stringMatching(remedy)])
    }
    expect(await state()).toEqual(expected)
    const { warning } = await tool('status')
    await asAdministrator(remedy.exec(warning!)![0])
    // What an administrator may do later, one after the other.
    if (remedy.source.startsWith('GRANT SELECT')) {
      expect(await state()).toEqual([200, undefined, 200, 'passed'])
      await asAdministrator('alter role morning_brief_app bypassrls')
    } else if (remedy.source.startsWith('ALTER')) {
      await asAdministrator('revoke morning_brief_app from plain')
    }
  }
  expect(await state()).toEqual([200, undefined, 200, 'passed'])
  expect(await tool('status')).toEqual({ code: 0, warning: undefined })
})
