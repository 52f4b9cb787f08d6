import { beforeAll, describe, expect, it } from 'vitest'
import { createContract } from '../../src/contract.ts'
import { contractsOf } from '../../src/http/api.ts'
import { appAs, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { exampleRequest } from './example-request.ts'

const database = useTestDatabase()
const REMOTE = { DATABASE_URL: 'postgres://u:p@ep-cool-1.eu-central-1.aws.neon.tech/x' }

/** Every route of the OpenAPI document, and a valid request for it: a new route is covered by itself. */
const all = contractsOf(createContract()).map((contract) => exampleRequest(contract))
const guarded = all.filter(({ isOpen }) => !isOpen)
const named = (routes: typeof all) => routes.map((route) => [route.name, route] as const)

let admin: TestApp
let reader: TestApp
beforeAll(async () => {
  admin = await appAs(database, { role: 'admin' })
  reader = await appAs(database)
})

/** How many rows each table has. */
async function countRows() {
  const tables = await database.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public'`,
  )
  const counts = tables.map(({ name }) => `select '${name}' as name, count(*)::int as rows from "${name}"`)
  return database.query(`${counts.join(' union all ')} order by name`)
}

describe('every route', () => {
  it('of the contract is here', () => {
    expect(all.length).toBeGreaterThan(30)
    expect(all.filter(({ isOpen }) => isOpen).map(({ name }) => name)).toEqual([
      'GET /health',
      'GET /health/db',
      'GET /health/ready',
      'GET /ready',
      'GET /readyz',
      'GET /api/v1/ready',
      // Its token is in its address.
      'GET /api/v1/briefs.atom',
      // The provider of mail signs what it sends.
      'POST /api/v1/mail-events',
    ])
  })

  it.each(named(guarded))('refuses a request without a token: %s', async (_, { path, init }) => {
    const remote = await appAs(database, { env: REMOTE })
    const reply = await remote.callBare(path, init)
    expect([reply.status, reply.body.code]).toEqual([401, 'unauthenticated'])
    expect(reply.headers.get('www-authenticate')).toBe('Bearer')
  })

  it.each(named(guarded))(
    'refuses garbage, unknown, expired and revoked tokens: %s',
    async (_, { path, init }) => {
      const expired = await appAs(database)
      await database.query('update access_tokens set expires_at = now() where user_id = $1', [expired.userId])
      const revoked = await appAs(database)
      await database.query('delete from access_tokens where user_id = $1', [revoked.userId])
      const inactive = await appAs(database, { role: 'admin' })
      await database.query('update users set is_active = false where id = $1', [inactive.userId])
      const before = await countRows()
      const tokens = ['garbage', `mb_${'x'.repeat(43)}`, expired.token, revoked.token, inactive.token]
      for (const token of tokens) {
        const reply = await admin.call(path, {
          ...init,
          headers: { ...init.headers, authorization: `Bearer ${token}` },
        })
        expect([reply.status, reply.body.code]).toEqual([401, 'unauthenticated'])
      }
      expect(await countRows()).toEqual(before)
    },
  )

  it.each(named(guarded.filter(({ isForAdmins }) => isForAdmins)))(
    'keeps readers from what admins do: %s',
    async (_, { path, init }) => {
      const reply = await reader.call(path, init)
      expect([reply.status, reply.body.code]).toEqual([403, 'forbidden'])
    },
  )

  it.each(named(guarded))('takes one round trip, and never fails inside: %s', async (_, { path, init }) => {
    // One of its own: the examples may delete a token, or a user.
    const INGEST_QUEUE = { send: async () => {}, sendBatch: async () => {} }
    const caller = await appAs(database, { role: 'admin', env: { INGEST_QUEUE } })
    const reply = await caller.request(path, init)
    expect(reply.status).toBeLessThan(500)
    expect(reply.status).not.toBe(401)
    expect(reply.headers.get('server-timing')).toMatch(/desc="[01] round trip/)
  })
})
