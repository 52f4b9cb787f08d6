import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { appAs } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { ago, arrange, MORNING } from './arrange.ts'

const database = useTestDatabase()
const { source, article, user, topic, build, delivered } = arrange(database)
const WORKERS = 8
const ROUNDS = process.env.LONG ? 20 : 2

const VERBS = [
  'climbs',
  'at dawn, a history',
  'divides the council',
  'for beginners',
  'and why it matters',
  'on trial',
]

/** Six stories on a word of its own, and readers who follow it. */
async function newsOf(word: string, readers: number, published = MORNING) {
  const sources = await Promise.all([source(), source({ credibility: 0.8 })])
  for (const [n, verb] of VERBS.entries())
    await article(`${word} ${verb}`, { source_id: sources[n % 2]!, published_at: ago(n * 3, published) })
  const topics: number[] = []
  for (let n = 0; n < readers; n++) topics.push(await topic(await user(), [word]))
  return topics
}

/** What a topic got, as far as it should not depend on who built it. */
const brief = async (id: number) => (await delivered(id)).map(({ id: _, ...row }) => row)

describe('building', () => {
  it('gives the same three rows when built twice, and when replayed a day later for the date', async () => {
    const [id] = (await newsOf('papaya', 1)) as [number]
    expect(await build(MORNING)).toMatchObject({ topics: 1, deliveries: 3 })
    const first = await delivered(id)
    await article('papaya late edition, best of all', { published_at: ago(0.1) })
    expect(await build(MORNING)).toEqual({ users: 0, topics: 0, deliveries: 0 })
    await build('2026-03-10T23:59:59Z')
    expect(await delivered(id)).toEqual(first)
    await build(ago(-24))
    await build(MORNING)
    expect((await delivered(id)).filter((row) => row.delivery_date === '2026-03-10')).toEqual(first)
  })

  it('gives the same when eight workers build at once', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const word = `kumquat${round}x`
      const topics = await newsOf(word, 25)
      const reports = await Promise.all(Array.from({ length: WORKERS }, () => build(MORNING)))
      expect(reports.reduce((sum, report) => sum + report.deliveries, 0)).toBe(25 * 3)
      const alone = await topic(await user(), [word])
      await build(MORNING)
      const expected = await brief(alone)
      expect(expected.map((row) => row.position)).toEqual([1, 2, 3])
      for (const id of topics) expect(await brief(id)).toEqual(expected)
    }
  })

  it('never mixes two choices, whatever arrives while eight workers build', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const word = `feijoa${round}x`
      const topics = await newsOf(word, 25)
      const arrivals = (async () => {
        for (const verb of ['storm', 'parade', 'museum', 'heist'])
          await article(`${verb} of ${word}`, { published_at: ago(0.01) })
      })()
      await Promise.all([arrivals, ...Array.from({ length: WORKERS }, () => build(MORNING))])
      for (const id of topics) {
        const [row] = await database.query<{ rows: number; moments: number }>(
          `select count(*)::int as rows, count(distinct created_at)::int as moments from deliveries where topic_id = $1`,
          [id],
        )
        expect(row).toEqual({ rows: 3, moments: 1 })
      }
    }
  })

  it('leaves nothing behind when killed midway, and is whole the next time', async () => {
    const topics = await newsOf('pomelo', 3)
    const holder = new pg.Client({ connectionString: database.directUrl })
    await holder.connect()
    await holder.query('begin')
    await holder.query('lock table deliveries in share mode')
    let error: unknown
    const killed = build(MORNING).catch((reason: unknown) => {
      error = reason
    })
    // Of the statements at once each waits for the table, and each is ended.
    const end = () =>
      holder.query<{ pid: number }>(
        `select pid, pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock' and query like '%insert into%briefs%'`,
      )
    // One that was ended may be listed once more before it is gone.
    const ended = new Set<number>()
    while (ended.size < 2) for (const { pid } of (await end()).rows) ended.add(pid)
    await killed
    expect(error).toBeInstanceOf(Error)
    await holder.query('rollback')
    await holder.end()
    for (const id of topics) expect(await delivered(id)).toEqual([])
    await build(MORNING)
    for (const id of topics) expect(await delivered(id)).toHaveLength(3)
  })

  it('fills empty places only, once, however often and by however many it is asked', async () => {
    const reader = await appAs(database)
    const id = await topic(reader.userId, ['tamarillo'])
    const now = new Date().toISOString()
    await article('Tamarillo jam wins', { published_at: ago(1, now) })
    const first = await reader.call('/api/v1/briefs/today', { method: 'POST' })
    expect(first.body.topics[0].deliveries.map((d: { position: number }) => d.position)).toEqual([1])
    await article('Better story of the tamarillo', {
      published_at: ago(0.01, now),
      source_id: await source({ credibility: 1 }),
    })
    await article('A tamarillo tree in court', { published_at: ago(30, now) })
    await article('Third tamarillo too many', { published_at: ago(40, now) })
    const replies = await Promise.all(
      Array.from({ length: WORKERS }, () => reader.call('/api/v1/briefs/today', { method: 'POST' })),
    )
    for (const { status, body } of replies) {
      expect(status).toBe(200)
      expect(body).toEqual(replies[0]!.body)
    }
    expect((await delivered(id)).map((row) => row.title)).toEqual([
      'Tamarillo jam wins',
      'Better story of the tamarillo',
      'A tamarillo tree in court',
    ])
    expect(replies[0]!.body.built_at).toBe(first.body.built_at)
    expect((await reader.call('/api/v1/briefs/today')).body).toEqual(replies[0]!.body)
  })

  it('needs one round trip to fill and answer', async () => {
    const reader = await appAs(database)
    await topic(reader.userId, ['tamarillo'])
    const { headers } = await reader.call('/api/v1/briefs/today', { method: 'POST' })
    expect(headers.get('server-timing')).toContain('desc="1 round trip"')
  })
})
