import { beforeEach, describe, expect, it } from 'vitest'
import { claimLeases, type Lease, leaseDueSources } from '../../../src/ingest/schedule/leases.ts'
import { useTestDatabase } from '../../harness/test-database.ts'
import { ingestOn } from '../store/harness.ts'

const database = useTestDatabase()
const { open } = ingestOn(database)
beforeEach(() => database.query('delete from sources'))

const fill = (count: number, host = "'host' || n || '.example'") =>
  database.query(
    `insert into sources (name, url, feed_url, next_fetch_at)
     select 'n', 'https://u.example/' || n, 'https://' || ${host} || '/feed/' || n, now() - make_interval(secs => n)
     from generate_series(1, $1::int) n`,
    [count],
  )
const tick = (more = {}) =>
  open().run(leaseDueSources, { limit: 1000, per_host: 5, own_hosts: '[]', ...more })
const claim = (leases: Lease[]) => open().run(claimLeases, { leases: JSON.stringify(leases) })
const distinct = (leases: Lease[]) => new Set(leases.map((lease) => lease.source_id)).size

describe('a tick', () => {
  it('takes what is due and active, the longest due first', async () => {
    await fill(4)
    await database.query("update sources set is_active = false where feed_url like '%/4'")
    await database.query(
      "update sources set next_fetch_at = now() + interval '1 s' where feed_url like '%/1'",
    )
    const [lease, ...others] = await tick({ limit: 1 })
    expect(others).toEqual([])
    const [row] = await database.query('select feed_url from sources where id = $1', [lease!.source_id])
    expect(row!.feed_url).toBe('https://host3.example/feed/3')
    expect(await tick()).toHaveLength(1)
    expect(await tick()).toEqual([])
  })

  it('shares the work with ticks at the same moment, each source once', async () => {
    await fill(1000)
    const ticks = await Promise.all([1, 2, 3, 4].map(() => tick()))
    const all = [...ticks.flat(), ...(await tick())]
    expect([all.length, distinct(all)]).toEqual([1000, 1000])
  })

  it('is polite to a host, whoever asks it, and free on its own', async () => {
    await fill(30, "'one.example'")
    const ticks = await Promise.all([1, 2, 3, 4].map(() => tick()))
    expect(ticks.flat()).toHaveLength(5)
    expect(await tick()).toEqual([])
    await database.query(
      "update sources set leased_until = null, next_fetch_at = now() + interval '1 h' where id = $1",
      [ticks.flat()[0]!.source_id],
    )
    expect(await tick()).toHaveLength(1)
    expect(await tick({ own_hosts: '["one.example"]' })).toHaveLength(24)
  })

  it('takes a source again whose lease ended unused, but not while a consumer has it', async () => {
    await fill(1)
    const leases = await tick()
    await database.query("update sources set leased_until = leased_until - interval '1 h' returning id")
    const [late] = await database.query<Lease>(
      "select id as source_id, to_json(leased_until) #>> '{}' as leased_until from sources",
    )
    expect(await claim([late!])).toHaveLength(1)
    expect(await tick()).toEqual([])
    await database.query("update sources set claimed_until = now() - interval '1 s'")
    const again = await tick()
    expect(again).toHaveLength(1)
    expect(await claim([late!])).toEqual([])
    expect(again[0]!.leased_until).not.toBe(leases[0]!.leased_until)
  })

  it('finds its work in a hundred thousand sources by index', async () => {
    await fill(100_000)
    await database.query("update sources set next_fetch_at = now() + interval '1 h' where id % 1000 <> 0")
    await database.query('vacuum analyze sources')
    const due = { limit: 1000, per_host: 5, own_hosts: '[]' }
    const { text, params } = leaseDueSources.compile(due, { keyed: false, versioned: false }).work
    const plan = await database.query<{ 'QUERY PLAN': string }>(`explain (costs off) ${text}`, params)
    const lines = plan.map((row) => row['QUERY PLAN']).join('\n')
    expect(lines).toContain('sources_next_fetch_at_index')
    expect(lines).toContain('sources_leased_until_index')
    expect(lines).not.toContain('Seq Scan on sources')
    expect(await tick()).toHaveLength(100)
  })
})

describe('a claim', () => {
  it('gives each source of a batch to one consumer, however often its message comes', async () => {
    await fill(20)
    const leases = await tick()
    const claims = await Promise.all([1, 2, 3].map(() => claim([...leases, ...leases])))
    expect(claims.flat()).toHaveLength(20)
  })

  it('gives a dead consumer’s source to the retry of its message', async () => {
    await fill(1)
    const leases = await tick()
    const [first] = await claim(leases)
    expect(await claim(leases)).toEqual([])
    await database.query("update sources set claimed_until = claimed_until - interval '5 min'")
    const [second] = await claim(leases)
    expect(second).toMatchObject({ source_id: first!.source_id, feed_url: first!.feed_url })
  })

  it('takes no lease that is none', async () => {
    await fill(1)
    const [lease] = await tick()
    expect(await claim([])).toEqual([])
    expect(await claim([{ ...lease!, leased_until: '2026-01-01T00:00:00Z' }])).toEqual([])
    expect(await claim([{ source_id: 2_000_000_000, leased_until: lease!.leased_until }])).toEqual([])
  })
})
