import { AsyncLocalStorage } from 'node:async_hooks'
import { neonConfig } from '@neondatabase/serverless'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { buildDueBriefs } from '../../src/features/briefs/build-due.ts'
import { useLogLevel } from '../../src/log.ts'
import { dispatchDue } from '../../src/outbox/dispatch.ts'
import { sendMessages } from '../../src/outbox/send.ts'
import { arrange, words } from '../briefs/arrange.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const LONG = Boolean(process.env.LONG)
const READERS = LONG ? 1000 : 48
const DAYS = LONG ? 7 : 1.25
const KILLS = LONG ? 50 : 8
const TROUBLE = 0.05
/** Europe's clocks go forward in the night to 31 March 2030. */
const START = Date.parse(LONG ? '2030-03-28T00:00:00Z' : '2030-03-30T20:00:00Z')
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const END = START + DAYS * DAY
/** No cron runs in this time. */
const OUTAGE = { from: START + 0.5 * DAY, until: START + 0.5 * DAY + 70 * MINUTE }

const ZONES = [
  ...['Pacific/Pago_Pago', 'Pacific/Honolulu', 'America/Anchorage', 'America/Los_Angeles', 'America/Denver'],
  ...['America/Chicago', 'America/New_York', 'America/Halifax', 'America/St_Johns', 'America/Sao_Paulo'],
  ...['Atlantic/Azores', 'UTC', 'Europe/London', 'Europe/Berlin', 'Europe/Helsinki', 'Africa/Cairo'],
  ...['Asia/Tehran', 'Asia/Dubai', 'Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Bangkok', 'Asia/Tokyo'],
  ...['Australia/Lord_Howe', 'Pacific/Kiritimati'],
]

const database = useTestDatabase()
const { user, topic, article, source } = arrange(database)

/** The same numbers each time (mulberry32). */
let seed = 20
const random = () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}

let now = START
/** Each time the provider took a mail: whom for, when, which. */
const taken: { to: string; at: number; key: string }[] = []
let troubles = 0

/** A consumer that dies at its nth request: from then on nothing of it reaches anybody. */
const life = new AsyncLocalStorage<{ requests: number; diesAt: number; took: string[] }>()
let killed = 0
/** Mails that the provider had taken when their consumer died before it could record them. */
const unrecorded: string[] = []

const provider = (init: RequestInit): Response => {
  const key = new Headers(init.headers).get('idempotency-key')!
  const { to } = JSON.parse(String(init.body)) as { to: [string] }
  const trouble =
    random() < TROUBLE ? (['before', 'during', 'after'] as const)[Math.floor(random() * 3)] : undefined
  if (trouble) troubles++
  if (trouble === 'before') return new Response('{"message":"busy"}', { status: 503 })
  if (trouble === 'during') throw new TypeError('fetch failed')
  // As Resend does: what comes again under its key was taken before. The worst is supposed of each death before the
  // record: that the provider has forgotten that mail's key when it comes again.
  const count = (keys: string[]) => keys.filter((one) => one === key).length
  const known = count(taken.map((mail) => mail.key)) > count(unrecorded)
  if (!known) taken.push({ to: to[0], at: now, key })
  life.getStore()?.took.push(key)
  if (trouble === 'after') throw new TypeError('fetch failed')
  return Response.json({ id: key })
}

beforeAll(() => {
  // Thousands of lines about failures that are made on purpose.
  useLogLevel({ LOG_LEVEL: 'error' })
  const real = globalThis.fetch
  const through = async (input: string, init: RequestInit) => {
    const consumer = life.getStore()
    if (consumer && ++consumer.requests >= consumer.diesAt) throw new Error('killed')
    return input.startsWith('http://provider.test') ? provider(init) : real(input, init)
  }
  globalThis.fetch = ((input: string, init: RequestInit) => through(String(input), init)) as typeof fetch
  neonConfig.fetchFunction = through
  return () => {
    globalThis.fetch = real
    neonConfig.fetchFunction = undefined
  }
})
afterAll(() => {
  console.log(
    `${taken.length} mails to ${READERS} readers in ${DAYS} days: ${troubles} sends in trouble, ${killed} consumers killed, ` +
      `${unrecorded.length} mails taken and not recorded, ${doubles().length} doubles`,
  )
})

const doubles = () => {
  const seen = new Set<string>()
  return taken.filter(({ key }) => seen.has(key) || !seen.add(key))
}

const localDate = (zone: string, at: number) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(at)

it(
  'gives every reader one mail a morning, in any zone, through clock changes, trouble and death',
  async () => {
    const config = readConfig({
      DATABASE_URL: database.url,
      MAIL_URL: 'resend://key@http://provider.test/emails',
      MAIL_FROM: 'Morning Brief <brief@brief.example>',
      PUBLIC_URL: 'https://brief.example',
      SLOW_QUERY_MS: '60000',
      // A busy machine is not what this is about.
      DATABASE_TIMEOUT_MS: '600000',
      DATABASE_ATTEMPT_TIMEOUT_MS: '600000',
    })
    const sources = [await source(), await source(), await source()]
    // A story every six hours: who gets the last of yesterday late still has one of their own in the morning.
    for (let n = 0, at = START - 2 * DAY; at <= END + DAY; n++, at += DAY / 4)
      await article(`Tide ${words(String(n))}`, {
        source_id: sources[n % 3]!,
        published_at: new Date(at).toISOString(),
      })
    const readers = new Map<string, { zone: string; hour: number; leaves: number }>()
    for (let n = 0; n < READERS; n++) {
      const zone = ZONES[n % ZONES.length]!
      const hour = 5 + (n % 4)
      const id = await user({ time_zone: zone, brief_hour: hour })
      await topic(id, ['tide'])
      const address = `reader-${id}@mail.example`
      await database.query(
        `insert into channels (user_id, kind, address, name, state, confirmed_at)
         values ($1, 'mail', $2, $2, 'active', now())`,
        [id, address],
      )
      const leaves = n % 20 === 19 ? START + random() * DAYS * DAY : Number.POSITIVE_INFINITY
      readers.set(address, { zone, hour, leaves })
    }
    const later: { at: number; ids: number[] }[] = []
    const consume = async (ids: number[]) => {
      const dies = killed < KILLS && random() < (LONG ? 0.05 : 0.15)
      const consumer = {
        requests: 0,
        diesAt: dies ? 1 + Math.floor(random() * (ids.length + 3)) : 1e9,
        took: [] as string[],
      }
      try {
        const report = await life.run(consumer, () =>
          sendMessages(config, ids, { now: new Date(now).toISOString() }),
        )
        for (const { id, delay_s } of report.later) later.push({ at: now + delay_s * 1000, ids: [id] })
      } catch {
        killed++
        // The platform delivers again what nobody has acknowledged.
        later.push({ at: now + MINUTE, ids })
        unrecorded.push(...consumer.took)
      }
    }
    const gone = new Set<string>()
    for (; now < END; now += MINUTE) {
      for (const [address, { leaves }] of readers) {
        if (leaves > now || gone.has(address)) continue
        gone.add(address)
        await database.query(`update channels set state = 'off' where address = $1`, [address])
      }
      for (const { ids } of later.filter(({ at }) => at <= now)) await consume(ids)
      later.splice(0, later.length, ...later.filter(({ at }) => at > now))
      const isOut = now >= OUTAGE.from && now < OUTAGE.until
      const moment = new Date(now).toISOString()
      if (!isOut && now % (15 * MINUTE) === 0) await buildDueBriefs(config, moment)
      if (!isOut && now % (5 * MINUTE) === 0) await dispatchDue(config, consume, moment)
    }
    const problems: string[] = []
    const worst = { late: 0 }
    let mornings = 0
    for (const [address, { zone, hour, leaves }] of readers) {
      const mine = taken.filter(({ to }) => to === address)
      for (const { at } of mine) if (at > leaves) problems.push(`${address} got one after leaving`)
      for (let day = -1; day <= DAYS; day++) {
        const date = localDate(zone, START + day * DAY + DAY / 2)
        const [times] = await database.query<{ due: Date }>(
          'select due from message_times($1, $2, $3::smallint)',
          [date, zone, hour],
        )
        const due = times!.due.getTime()
        // The last ones may still be on their way.
        if (due < START || due > END - 30 * MINUTE || due + 30 * MINUTE > leaves) continue
        mornings++
        const keys = new Set(
          mine.filter(({ at }) => at >= due && at < due + 20 * 60 * MINUTE).map(({ key }) => key),
        )
        if (keys.size !== 1) problems.push(`${address} has ${keys.size} mails on ${date}`)
        const first = mine.find(({ at }) => at >= due && at < due + 20 * 60 * MINUTE)
        const from = due >= OUTAGE.from && due < OUTAGE.until ? OUTAGE.until : due
        const late = ((first?.at ?? 0) - from) / MINUTE
        worst.late = Math.max(worst.late, late)
        if (late > 15) problems.push(`${address} has that of ${date} ${late} minutes late`)
      }
    }
    console.log(`${mornings} mornings looked at, the latest came ${worst.late} minutes after its hour`)
    expect(problems).toEqual([])
    expect(mornings).toBeGreaterThan(READERS * (DAYS - 1) * 0.9)
    if (LONG) expect(killed).toBe(KILLS)
    else expect(killed).toBeGreaterThan(0)
    for (const { key } of doubles()) expect(unrecorded).toContain(key)
    expect(doubles().length).toBeLessThanOrEqual(unrecorded.length)
  },
  LONG ? 3_600_000 : 120_000,
)
