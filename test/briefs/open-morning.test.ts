import { beforeEach, describe, expect, it } from 'vitest'
import { createPlatform } from '../agenda/platform.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
const CRON = '0,15,30,45 * * * *'
const READERS = 1200
const MESSAGE = 500

const platform = (more = {}) =>
  createPlatform({ DATABASE_URL: database.url, SLOW_QUERY_MS: '60000', ...more }, { sleeps: true })
const count = async (what: string) =>
  (await database.query<{ n: number }>(`select count(*)::int as n from ${what}`))[0]!.n

/** Readers whose hour has come, each with a topic, and a story for all. */
beforeEach(async () => {
  await database.query('delete from users; delete from sources')
  await database.query(
    `with reader as (insert into users (email, brief_hour) select n || '@many.example', 0 from generate_series(1, $1::int) n returning id)
     insert into topics (user_id, name, keywords) select id, 'sea', '["tide"]' from reader`,
    [READERS],
  )
  await database.query(
    `with source as (insert into sources (name, url, feed_url) values ('s', 'https://s.example', 'https://s.example/f') returning id)
     insert into articles (source_id, title, link, content_hash, published_at, language)
     select id, 'The tide', 'https://s.example/1', repeat('0', 64), now() - interval '1 hour', 'english' from source`,
  )
})

describe('a morning of many readers', () => {
  it('is queued as ranges, which build each brief once, however often they come', async () => {
    const { cron, ranges, build } = platform()
    await cron(CRON)
    expect([ranges.length, await count('briefs')]).toEqual([Math.ceil(READERS / MESSAGE), 0])
    const bodies = ranges.map(({ body }) => body)
    expect(await build(bodies[0])).toBe('ack')
    expect(await count('briefs')).toBe(MESSAGE)
    // The next tick finds the rest still due; then everything comes at once, the first for the second time.
    await cron(CRON)
    const all = ranges.map(({ body }) => body)
    expect(all.length).toBeGreaterThan(bodies.length)
    expect(new Set(await Promise.all(all.map(build)))).toEqual(new Set(['ack']))
    expect([await count('briefs'), await count('deliveries')]).toEqual([READERS, READERS])
    ranges.length = 0
    await cron(CRON)
    expect(ranges).toEqual([])
  })

  it('is built by the tick itself where readers are few', async () => {
    await database.query(
      'delete from users where id not in (select id from users order by id limit $1::int)',
      [MESSAGE],
    )
    const { cron, ranges } = platform()
    await cron(CRON)
    expect([ranges.length, await count('briefs')]).toEqual([0, MESSAGE])
  })

  it('has a range come again that could not be built, and drops what is none', async () => {
    const { cron, ranges } = platform()
    await cron(CRON)
    const away = platform({
      DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:9/none',
      DATABASE_TIMEOUT_MS: '500',
    })
    expect(await away.build(ranges[0]!.body)).toBe('retry')
    for (const body of [null, 'x', { first_id: 1 }, { first_id: 1e12, last_id: 2 }]) {
      expect(await platform().build(body)).toBe('ack')
    }
    expect(await count('briefs')).toBe(0)
  })

  it('is built with fewer readers a statement where a hundred take too long', async () => {
    // So slow that a statement for a hundred of them takes longer than an attempt, and one for some of them does not.
    await database.query(`
      create or replace function slow_brief() returns trigger language plpgsql as $$ begin perform pg_sleep(0.008); return new; end $$;
      create trigger briefs_slow before insert on briefs for each row execute function slow_brief()`)
    try {
      const { cron, ranges, build } = platform({ DATABASE_ATTEMPT_TIMEOUT_MS: '500' })
      await cron(CRON)
      expect(await build(ranges[0]!.body)).toBe('ack')
      expect(await count('briefs')).toBe(MESSAGE)
    } finally {
      await database.query('drop trigger briefs_slow on briefs; drop function slow_brief()')
    }
  })
})
