import { describe, expect, it } from 'vitest'
import { buildDue } from '../../src/features/briefs/build.ts'
import { appAs, json } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { arrange, MORNING } from './arrange.ts'

const database = useTestDatabase()
const { user, build } = arrange(database)

const morningOf = async (id: number) =>
  (
    await database.query<{ at: string }>('select next_brief_at::text as at from users where id = $1', [id])
  )[0]!.at

describe('the next morning', () => {
  it.each([
    // Both changes of the clocks of both halves of the world, half an hour of one, and a date that never was.
    ['2026-03-27', 12],
    ['2026-10-02', 30],
    ['2011-12-28', 5],
  ])('is the next moment at which another date is due, around %s', async (from, days) => {
    const wrong = await database.query(
      `with moment as (
         select zone, hour::smallint, at, due_brief_date(at, zone, hour::smallint) as date
         from unnest($3::text[]) zone, unnest($4::int[]) hour,
           generate_series($1::timestamptz, $1::timestamptz + make_interval(days => $2), '15 minutes') at
       ), began as (
         select *, date is not null and date is distinct from lag(date) over (partition by zone, hour order by at) as begins from moment
       ), expected as (
         select *, min(at) filter (where begins) over (
           partition by zone, hour order by at desc rows between unbounded preceding and 1 preceding) as next from began
       )
       select zone, hour, at, next, next_brief_at(at, zone, hour) as told from expected
       where next is not null and next <> next_brief_at(at, zone, hour) limit 5`,
      [
        `${from}T00:00:00Z`,
        days,
        [
          'UTC',
          'Europe/Berlin',
          'America/New_York',
          'Australia/Lord_Howe',
          'America/Scoresbysund',
          'Asia/Kathmandu',
          'Pacific/Apia',
        ],
        [0, 2, 6, 23],
      ],
    )
    expect(wrong).toEqual([])
  })

  it('is moved on by who builds, and worked out anew when zone, hour or pause change', async () => {
    const id = await user({ time_zone: 'Europe/Berlin', brief_hour: 6 })
    expect(await morningOf(id)).toBe('-infinity')
    await build(MORNING)
    expect(await morningOf(id)).toBe('2026-03-11 05:00:00+00')
    for (const change of [
      `time_zone = 'Asia/Tokyo'`,
      'brief_hour = 7',
      'is_active = false',
      'is_active = true',
    ]) {
      await database.query(`update users set ${change} where id = $1`, [id])
      expect(await morningOf(id), change).toBe('-infinity')
      await database.query(`update users set next_brief_at = now() where id = $1`, [id])
    }
    await database.query(`update users set email = 'other@test.example', role = 'admin' where id = $1`, [id])
    expect(await morningOf(id)).not.toBe('-infinity')
  })

  it('is no change of the reader: their version stays, and it is not shown', async () => {
    const { call, userId } = await appAs(database)
    const before = (await call('/api/v1/me')).body
    await build(new Date(Date.now() + 86_400_000).toISOString())
    expect(await morningOf(userId)).not.toBe('-infinity')
    expect((await call('/api/v1/me')).body).toEqual(before)
    expect(before).not.toHaveProperty('next_brief_at')
    await call('/api/v1/me', json({ next_brief_at: '2026-01-01T00:00:00Z' }, 'PATCH'))
    expect(await morningOf(userId)).not.toContain('2026-01-01')
  })
})

/** A million takes a minute. */
const READERS = process.env.LONG ? 1_000_000 : 5_000

it('finds those who are due by an index, whether none or all others are done', {
  timeout: 900_000,
}, async () => {
  await database.query('delete from users')
  await database.query(
    `insert into users (email, next_brief_at) select n || '@many.example', '2026-03-10T06:00:00Z' from generate_series(1, $1::int) n`,
    [READERS],
  )
  await database.query('vacuum analyze users')
  const { text, params } = buildDue.compile(
    { now: MORNING, limit: 100 },
    { keyed: false, versioned: false },
  ).work
  const plan = async () => {
    const found = text.slice(text.indexOf('waiting as (') + 12, text.indexOf('),\n    moved as'))
    const explained = await database.query<{ 'QUERY PLAN': string }>(
      `explain (analyze, timing off, summary on) with ${text.slice(5, text.indexOf('waiting as ('))} waiting as (${found}) select count(*) from waiting`,
      params.slice(0, found.includes('$2') ? 2 : 1),
    )
    const lines = explained.map((row) => row['QUERY PLAN']).join('\n')
    expect(lines).toContain('users_next_brief_at_index')
    return Number(/Execution Time: ([\d.]+)/.exec(lines)![1])
  }
  await plan()
  const none = await plan()
  await database.query(
    `update users set next_brief_at = '2026-03-11T06:00:00Z' where id > (select min(id) + 99 from users)`,
  )
  await database.query('vacuum users')
  await plan()
  const all = await plan()
  console.log(JSON.stringify({ readers: READERS, none, all }))
  // Speed is told by the long form alone, where growth with the readers would show.
  if (process.env.LONG) expect(Math.max(none, all)).toBeLessThan(50)
})
