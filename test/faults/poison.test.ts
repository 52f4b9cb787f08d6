import type { MessageBatch } from '@cloudflare/workers-types'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { keepDeadLetters } from '../../src/ingest/dead-letters.ts'
import { ingestBatch } from '../../src/ingest/handlers.ts'
import * as reader from '../../src/ingest/read-feed.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { type HostileServer, startHostileServer } from '../ingest/fetch/hostile-server.ts'
import { type FeedServer, startFeedServer } from '../ingest/pipeline/feed-server.ts'
import { ingestOn } from '../ingest/store/harness.ts'

vi.mock(import('../../src/ingest/read-feed.ts'), async (original) => {
  const actual = await original()
  return { ...actual, readFeed: vi.fn(actual.readFeed) }
})

const database = useTestDatabase()
const { addSource } = ingestOn(database)
let feeds: FeedServer
let hostile: HostileServer
let env: Record<string, string>
beforeAll(async () => {
  feeds = await startFeedServer((n) => [`healthy-${n}`])
  hostile = await startHostileServer()
  env = { DATABASE_URL: database.url, FEED_ALLOWED_ORIGINS: `${feeds.origin} ${hostile.origin}` }
})
afterAll(() => Promise.all([feeds.close(), hostile.close()]))

async function lease(source_id: number) {
  const [row] = await database.query<{ leased_until: string }>(
    `update sources set leased_until = clock_timestamp() + interval '30 minutes', claimed_until = null
     where id = $1 returning to_json(leased_until) #>> '{}' as leased_until`,
    [source_id],
  )
  return { source_id, leased_until: row!.leased_until }
}
const messagesOf = (bodies: unknown[]) =>
  bodies.map((body, n) => ({ id: `m${n}-${Math.random()}`, body, ack: vi.fn(), retry: vi.fn() }))
const batchOf = (messages: object[], queue = 'morning-brief-ingest') =>
  ({ queue, messages }) as unknown as MessageBatch<unknown>
const state = async (id: number) =>
  (
    await database.query(
      `select s.*, f.outcome, f.http_status, (select count(*)::int from fetches where source_id = s.id) as fetches
       from sources s left join lateral (
         select * from fetches where source_id = s.id order by id desc limit 1
       ) f on true where s.id = $1`,
      [id],
    )
  )[0]!

describe('a source in trouble', () => {
  it('harms neither the worker nor its neighbours, and says why in its history', async () => {
    const troubles: [string, string][] = [
      ['/html', 'not_a_feed'],
      ['/reset', 'incomplete'],
      ['/redirect?status=302&to=http%3A%2F%2F%5B%3A%3Affff%3Aa00%3A1%5D%2F', 'blocked_address'],
      ['/429-date', 'rate_limited'],
      ['/status/410', 'gone'],
      ['/gzip-bomb', 'too_large'],
    ]
    const ill = await Promise.all(
      troubles.map(([path], n) => addSource(`ill${n}`, { feed_url: hostile.origin + path })),
    )
    const well = await addSource('well', { feed_url: `${feeds.origin}/feed/1` })
    const messages = messagesOf(await Promise.all([...ill, well].map(lease)))
    await ingestBatch(readConfig(env), batchOf(messages))
    for (const message of messages) {
      expect([message.ack.mock.calls.length, message.retry.mock.calls.length]).toEqual([1, 0])
    }
    for (const [n, [, outcome]] of troubles.entries()) {
      const row = await state(ill[n]!)
      expect(row).toMatchObject({ outcome, error_count: 1, leased_until: null, is_active: true, fetches: 1 })
      expect(row.last_error).toMatch(/^[A-Z0-9].{20,}\.$/)
      expect(row.next_fetch_at.getTime()).toBeGreaterThan(Date.now())
    }
    expect(await state(well)).toMatchObject({ outcome: 'ok', error_count: 0, last_error: null })
  })

  it('is recorded, not retried for ever, when its document breaks the reader', async () => {
    const [poison, well] = [
      await addSource('poison', { feed_url: `${feeds.origin}/feed/2` }),
      await addSource('beside', { feed_url: `${feeds.origin}/feed/3` }),
    ]
    vi.mocked(reader.readFeed).mockRejectedValueOnce(new RangeError('too much recursion'))
    const [first, second] = messagesOf([await lease(poison), await lease(well)])
    await ingestBatch(readConfig(env), batchOf([first!]))
    await ingestBatch(readConfig(env), batchOf([second!]))
    expect(first!.ack).toHaveBeenCalledOnce()
    const row = await state(poison)
    expect(row).toMatchObject({ outcome: 'parse_error', error_count: 1, etag: null })
    expect(row.last_error).not.toContain('recursion')
    expect((await state(well)).outcome).toBe('ok')
  })

  it('comes again when the database is away', async () => {
    const source = await addSource('away', { feed_url: `${feeds.origin}/feed/4` })
    const [message] = messagesOf([await lease(source)])
    const away = { ...env, DATABASE_URL: 'postgres://u:p@127.0.0.1:9/none', DATABASE_TIMEOUT_MS: '500' }
    await expect(ingestBatch(readConfig(away), batchOf([message!]))).rejects.toMatchObject({
      code: 'database_unavailable',
    })
    expect(message!.ack).not.toHaveBeenCalled()
    await ingestBatch(readConfig(env), batchOf([message!]))
    expect(await state(source)).toMatchObject({ outcome: 'ok', fetches: 1 })
  })

  it('moves for good once a permanent redirect was seen on three fetches', async () => {
    const target = `${feeds.origin}/feed/5`
    const moved = `${hostile.origin}/redirect?status=301&to=${encodeURIComponent(target)}`
    const source = await addSource('moved', { feed_url: moved })
    for (const [count, feed_url] of [
      [1, moved],
      [2, moved],
      [0, target],
    ]) {
      await ingestBatch(readConfig(env), batchOf(messagesOf([await lease(source)])))
      expect(await state(source)).toMatchObject({ outcome: 'ok', redirect_count: count, feed_url })
    }
  })

  it('acknowledges what is no lease and what comes twice', async () => {
    const source = await addSource('double', { feed_url: `${feeds.origin}/feed/6` })
    const held = await lease(source)
    const messages = messagesOf([
      held,
      held,
      null,
      { source_id: 'x' },
      { source_id: 1, leased_until: "'; --" },
    ])
    await ingestBatch(readConfig(env), batchOf(messages))
    for (const message of messages) expect(message.ack).toHaveBeenCalledOnce()
    expect(await state(source)).toMatchObject({ fetches: 1 })
    expect(feeds.requests.get(6)).toBe(1)
  })
})

describe('the dead-letter queue', () => {
  it('records the failure once, and lets the source rest and live', async () => {
    const source = await addSource('heavy', { error_count: 2 })
    const messages = messagesOf([await lease(source), { strange: true }])
    for (let delivery = 0; delivery < 2; delivery++) {
      await keepDeadLetters(readConfig(env), batchOf(messages, 'morning-brief-ingest-dead'))
    }
    const row = await state(source)
    expect(row).toMatchObject({
      outcome: 'dead_letter',
      error_count: 3,
      leased_until: null,
      fetches: 1,
      is_active: true,
    })
    const rest = row.next_fetch_at.getTime() - Date.now()
    expect(rest).toBeGreaterThan(19 * 60_000)
    expect(rest).toBeLessThan(41 * 60_000)
    const letters = await database.query(
      'select queue, message, attempts, error from dead_letters order by id',
    )
    expect(letters).toMatchObject([
      { queue: 'morning-brief-ingest', message: messages[0]!.body, attempts: 4, error: row.last_error },
      { message: { strange: true } },
    ])
  })

  it('leaves a source alone that was fetched meanwhile', async () => {
    const source = await addSource('recovered')
    const messages = messagesOf([await lease(source)])
    await lease(source)
    await keepDeadLetters(readConfig(env), batchOf(messages, 'morning-brief-ingest-dead'))
    expect(await state(source)).toMatchObject({ error_count: 0, fetches: 0 })
  })
})
