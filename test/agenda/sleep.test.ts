import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startNeonProxy } from '../../src/local/neon/index.ts'
import { appAs, json } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { createPlatform } from './platform.ts'

const database = useTestDatabase()
const FETCHES = '*/5 * * * *'
const BRIEFS = '0,15,30,45 * * * *'

/** A worker on the database, and how often it has asked that since the last time. */
async function start() {
  let asked = 0
  const { hostname, port, username, password, pathname } = new URL(database.directUrl)
  const proxy = await startNeonProxy({
    upstream: { host: hostname, port: Number(port), user: username, password },
    onRequest: () => asked++,
  })
  const platform = createPlatform(
    { DATABASE_URL: proxy.url({ database: pathname.slice(1) }) },
    { sleeps: true },
  )
  const queriesOf = async (work: () => Promise<unknown>) => {
    asked = 0
    await work()
    return asked
  }
  return { ...platform, queriesOf, [Symbol.asyncDispose]: () => proxy.close() }
}

beforeEach(() => database.query('delete from users'))
afterEach(() => {
  vi.useRealTimers()
})

describe('ticks', () => {
  it('end without a query when nothing is due', async () => {
    await using worker = await start()
    expect(await worker.queriesOf(() => worker.cron(FETCHES))).toBeGreaterThan(0)
    for (const cron of [FETCHES, BRIEFS]) expect(await worker.queriesOf(() => worker.cron(cron))).toBe(0)
  })

  it('ask the database when the agenda is lost, cannot be read or cannot be reached', async () => {
    await using worker = await start()
    const asksOnce = async () => expect(await worker.queriesOf(() => worker.cron(FETCHES))).toBeGreaterThan(0)
    const asksNothing = async () => expect(await worker.queriesOf(() => worker.cron(FETCHES))).toBe(0)
    await asksOnce()
    await asksNothing()
    worker.stored.clear()
    await asksOnce()
    await asksNothing()
    worker.stored.set('agenda', { as_of: 'long ago' })
    await asksOnce()
    await asksNothing()
    worker.setAway(true)
    await asksOnce()
    await asksOnce()
    worker.setAway(false)
    await asksNothing()
  })

  it('with an expression of an operator’s own ask each time', async () => {
    await using worker = await start()
    await worker.cron('7 * * * *')
    expect(await worker.queriesOf(() => worker.cron('7 * * * *'))).toBeGreaterThan(0)
  })
})

describe('a request', () => {
  it('has the next tick look for what is due while the database is awake anyway', async () => {
    await using worker = await start()
    const { token } = await appAs(database)
    const headers = { authorization: `Bearer ${token}` }
    await worker.cron(FETCHES)
    expect((await worker.request('/items', { headers })).status).toBe(200)
    expect(await worker.queriesOf(() => worker.cron(FETCHES))).toBeGreaterThan(0)
    expect(await worker.queriesOf(() => worker.cron(FETCHES))).toBe(0)
  })

  it('that moves a morning makes its brief due, which is then built', async () => {
    await using worker = await start()
    const hour = new Date().getUTCHours()
    const { token, userId } = await appAs(database, { brief_hour: hour })
    const headers = { authorization: `Bearer ${token}` }
    const briefs = () => database.query('select id from briefs where user_id = $1', [userId])
    await worker.cron(FETCHES)
    await worker.cron(BRIEFS)
    expect(await briefs()).toHaveLength(1)
    await database.query('delete from briefs')
    expect(await worker.queriesOf(() => worker.cron(BRIEFS))).toBe(0)
    // Its time has come today, too: in the first hour of a day there is only that one.
    const change = json({ brief_hour: Math.max(0, hour - 1), time_zone: 'Etc/UTC' }, 'PATCH')
    const changed = await worker.request('/api/v1/me', {
      ...change,
      headers: { ...(change.headers as object), ...headers },
    })
    expect(changed.status).toBe(200)
    // A minute later the change is there for certain; until then no answer counts as having seen it.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 })
    await worker.cron(FETCHES)
    await worker.cron(BRIEFS)
    expect(await briefs()).toHaveLength(1)
  })
})
