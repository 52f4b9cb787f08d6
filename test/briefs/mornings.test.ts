import { expect, it } from 'vitest'
import { useTestDatabase } from '../harness/test-database.ts'
import { arrange } from './arrange.ts'

const database = useTestDatabase()
const { user, build } = arrange(database)

const ZONES = [
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Europe/Berlin',
  // Its clocks leave out the last hour of a day.
  'America/Scoresbysund',
]
const HOURS = [0, 2, 6, 23]
const HOUR = 3600_000
/** The long way takes minutes. */
const PATIENCE = 900_000

/** Spans of days: every clock change of the zones, or, the long way, 400 days in a row. */
const SPANS: [from: string, days: number][] = process.env.LONG
  ? [['2026-02-20', 400]]
  : [
      ['2026-03-27', 4],
      ['2026-04-03', 4],
      ['2026-10-02', 4],
      ['2026-10-23', 4],
    ]

const localTime = (zone: string, at: number) => {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(at)
  const [date = '', time = ''] = parts.split(' ')
  return { date, hour: Number(time.slice(0, 2)) + Number(time.slice(3)) / 60 }
}

it.each(SPANS)(
  'gives each reader one brief a local date, at their hour, from %s for %d days',
  async (from, days) => {
    const readers = new Map<number, { zone: string; hour: number; built: string[] }>()
    for (const zone of ZONES)
      for (const hour of HOURS)
        readers.set(await user({ time_zone: zone, brief_hour: hour }), { zone, hour, built: [] })
    const start = Date.parse(`${from}T00:00:00Z`)
    const end = start + days * 24 * HOUR
    let last = 0
    for (let now = start; now < end; now += HOUR) {
      const { users } = await build(new Date(now).toISOString())
      if (users === 0) continue
      const rows = await database.query<{ id: number; user_id: number; date: string }>(
        'select id::int, user_id, delivery_date::text as date from briefs where id > $1',
        [last],
      )
      for (const { id, user_id, date } of rows) {
        last = Math.max(last, id)
        const reader = readers.get(user_id)
        if (!reader) continue
        const local = localTime(reader.zone, now)
        expect(local.date).toBe(date)
        // Within the hour after theirs; up to another one later, or one earlier, on the day a clock changes.
        if (now - start >= 24 * HOUR) {
          expect(local.hour).toBeGreaterThanOrEqual(reader.hour - 1)
          expect(local.hour).toBeLessThan(reader.hour + 2)
        }
        reader.built.push(date)
      }
    }
    for (const { zone, hour, built } of readers.values()) {
      const expected = new Set<string>()
      for (let now = start; now < end; now += HOUR / 2) expected.add(localTime(zone, now).date)
      const dates = [...expected]
      // The span may begin after the reader's hour, and it may end before it.
      const lastDay = localTime(zone, end - HOUR)
      if (lastDay.hour < hour) dates.pop()
      expect(built, `${zone} at ${hour}`).toEqual(dates)
    }
    for (const id of readers.keys()) await database.query('delete from users where id = $1', [id])
  },
  PATIENCE,
)

it.each([
  ['Asia/Kathmandu', '2026-05-04T00:15:00Z'],
  ['Asia/Kolkata', '2026-05-04T00:30:00Z'],
  ['Pacific/Chatham', '2026-05-03T17:15:00Z'],
  ['Europe/Berlin', '2026-05-04T04:00:00Z'],
])('is due at the quarter of an hour in which six strikes: %s', async (time_zone, six) => {
  const id = await user({ time_zone, brief_hour: 6 })
  const briefs = () =>
    database.query('select delivery_date::text as date from briefs where user_id = $1', [id])
  await build(new Date(Date.parse(six) - HOUR / 4).toISOString())
  expect(await briefs()).toEqual([])
  await build(six)
  expect(await briefs()).toEqual([{ date: '2026-05-04' }])
})

it('makes up for missed hours, and not for missed days', async () => {
  const id = await user({ time_zone: 'Europe/Berlin', brief_hour: 6 })
  const dates = () =>
    database.query('select delivery_date::text as date from briefs where user_id = $1 order by 1', [id])
  await build('2026-05-04T03:00:00Z')
  expect(await dates()).toEqual([])
  await build('2026-05-04T15:00:00Z')
  expect(await dates()).toEqual([{ date: '2026-05-04' }])
  await build('2026-05-07T09:00:00Z')
  expect(await dates()).toEqual([{ date: '2026-05-04' }, { date: '2026-05-07' }])
})

it('does not let one reader with an unknown time zone keep the others from their briefs', async () => {
  const lost = await user({ time_zone: 'Mars/Olympus_Mons' })
  const other = await user()
  await build('2026-06-01T06:00:00Z')
  const rows = await database.query(
    `select user_id, delivery_date::text as date from briefs where user_id = any($1) order by 1`,
    [[lost, other]],
  )
  expect(rows).toEqual([
    { user_id: lost, date: '2026-06-01' },
    { user_id: other, date: '2026-06-01' },
  ])
})
