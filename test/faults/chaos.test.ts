import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { appOn, type Reply } from '../harness/app-on.ts'
import { appAs, json } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { type FaultProxy, mulberry32, NO_FAULTS, startFaultProxy } from './fault-proxy.ts'
import { FAULTS, type FaultName } from './faults.ts'

const WRITES = process.env.LONG ? 20_000 : 250
const WORKERS = 16
const SEED = 20_261_121

const database = useTestDatabase()
let proxy: FaultProxy
let call: ReturnType<typeof appOn>

beforeAll(async () => {
  proxy = await startFaultProxy(inject('neonHost'), SEED)
  const { token } = await appAs(database)
  call = appOn(
    {
      DATABASE_URL: proxy.url(database.url),
      // Half of what production waits, and still enough that a busy machine is not taken for a silent one.
      DATABASE_ATTEMPT_TIMEOUT_MS: '1500',
      DATABASE_TIMEOUT_MS: '12000',
    },
    token,
  )
})
afterAll(() => proxy.close())

/** A write as a client remembers it: enough to repeat it, and to say what must be true after it. */
interface Write {
  path: string
  init: RequestInit
  reply: Reply
  proves: { kind: 'made' | 'renamed' | 'removed'; id: string | undefined; name: string }
}

const keyed = (init: RequestInit, key: string): RequestInit => ({
  ...init,
  headers: { ...init.headers, 'idempotency-key': key },
})

it(
  `tells the truth of ${WRITES} writes and their reads through faults in every tenth request`,
  async () => {
    proxy.plan = { probability: 0.1, kinds: Object.keys(FAULTS) as FaultName[] }
    const random = mulberry32(SEED)
    const writes: Write[] = []
    const reads = { all: 0, failed: 0 }
    let next = 0

    /** One client: makes items, renames and removes its own, and reads what it has made. */
    async function client() {
      const own: { id: string; name: string }[] = []
      while (next < WRITES) {
        const n = next++
        const dice = own.length > 2 ? random() : 0
        const item = own[Math.floor(random() * own.length)]!
        const name = `item ${n}`
        const key = `key ${n}`
        if (dice < 0.5) await write('made', undefined, name, '/items', keyed(json({ name }), key))
        else if (dice < 0.8)
          await write('renamed', item.id, name, `/items/${item.id}`, keyed(json({ name }, 'PUT'), key))
        else await write('removed', item.id, item.name, `/items/${item.id}`, keyed({ method: 'DELETE' }, key))
        const seen = own[Math.floor(random() * own.length)]
        if (seen) await read(seen)
      }

      async function write(
        kind: Write['proves']['kind'],
        id: string | undefined,
        name: string,
        path: string,
        init: RequestInit,
      ) {
        const reply = await call(path, init)
        writes.push({ path, init, reply, proves: { kind, id, name } })
        // What was not acknowledged may or may not have happened: this client leaves that row alone.
        const at = own.findIndex((item) => item.id === id)
        if (at >= 0 && (kind === 'removed' || reply.status >= 500)) own.splice(at, 1)
        else if (at >= 0) own[at]!.name = name
        else if (reply.status === 201) own.push({ id: reply.body.id, name })
      }
    }

    async function read({ id, name }: { id: string; name: string }) {
      reads.all++
      const { status, body } = await call(`/items/${id}`)
      if (status === 503) reads.failed++
      else expect([status, body.id, body.name]).toEqual([200, id, name])
    }

    await Promise.all(Array.from({ length: WORKERS }, client))
    proxy.plan = NO_FAULTS
    const lost = writes.filter(({ reply }) => reply.status >= 500)
    expect(lost.every(({ reply }) => reply.status === 503)).toBe(true)
    expect(lost.length + reads.failed).toBeLessThanOrEqual((writes.length + reads.all) / 1000)
    expect(Object.keys(proxy.counts).length).toBeGreaterThan(15)

    // Every retry, of those that were acknowledged and of those that were not, gets one answer, and does nothing twice.
    for (const { path, init, reply, proves } of writes) {
      const again = await call(path, init)
      if (reply.status < 500) expect([again.status, again.body]).toEqual([reply.status, reply.body])
      else expect([200, 201, 204]).toContain(again.status)
      if (proves.kind === 'made') proves.id = again.body.id
    }
    const expected = new Map<string, string>()
    for (const { proves } of writes) {
      if (proves.kind === 'removed') expected.delete(proves.id!)
      else expected.set(proves.id!, proves.name)
    }
    const rows = await database.query<{ id: string; name: string }>('select id, name from items')
    expect(new Map(rows.map(({ id, name }) => [id, name]))).toEqual(expected)
    expect(rows.length).toBe(expected.size)
  },
  process.env.LONG ? 1_200_000 : 60_000,
)
