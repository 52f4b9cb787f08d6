import pg from 'pg'
import { startNeonProxy } from '../../src/local/neon/index.ts'
import { PACES, serveFeeds } from './feeds.ts'
import { createPlatform } from './platform.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** A database is suspended so long after its last query. */
const SUSPEND = 5 * MINUTE

/** Three readers, and when their mornings come. */
const READERS = [
  { email: 'ada@home.example', zone: 'Europe/Berlin', hour: 6 },
  { email: 'ben@home.example', zone: 'Europe/Berlin', hour: 7 },
  { email: 'aunt@far.example', zone: 'America/New_York', hour: 7 },
]
/** How often each opens the pages in a day, at random moments of it. */
const VISITS = 2

export interface Month {
  /** Hours in which the database was awake, in 30 days. */
  awakeHours: number
  wakings: number
  briefs: number
  fetches: number
  /** The most minutes that any brief came after its hour, and that any feed waited beyond its own pace. */
  latestBrief: number
  longestWait: number
}

export interface Household {
  /** Straight to Postgres. */
  databaseUrl: string
  from: string
  days: number
  /** Whether there is an agenda; without one it is the schedule of before. */
  sleeps: boolean
  /** Sets the clock of this process, in milliseconds since 1970. */
  setClock: (now: number) => void
}

/**
 * Lets a household's worker live through some days at a faked clock, on a real database behind the local Neon protocol,
 * whose requests tell when the database was awake.
 */
export async function live(household: Household): Promise<Month> {
  const { databaseUrl, days, sleeps, setClock } = household
  const start = Date.parse(household.from)
  let now = start
  const asked: number[] = []
  const visits = visitsOf(start, days)
  const seen = new Set<string>()
  const most = { latestBrief: 0, longestWait: 0 }
  const running: { close: () => Promise<unknown> }[] = []
  const client = new pg.Client(databaseUrl)
  const at = async (moment: number) => {
    now = moment
    setClock(now)
    await client.query('update fake.clock set at = to_timestamp($1 / 1000.0)', [now])
  }
  try {
    await client.connect()
    await fakeClock(client, databaseUrl)
    await at(now)
    const feeds = await serveFeeds(() => now)
    running.push(feeds)
    const { hostname, port, username, password, pathname } = new URL(databaseUrl)
    const proxy = await startNeonProxy({
      upstream: { host: hostname, port: Number(port), user: username, password },
      onRequest: () => asked.push(now),
    })
    running.push(proxy)
    const tokens = await populate(client, feeds.origin)
    const platform = createPlatform(
      {
        DATABASE_URL: proxy.url({ database: pathname.slice(1) }),
        FEED_ALLOWED_ORIGINS: feeds.origin,
        SLOW_QUERY_MS: '60000',
      },
      { sleeps },
    )
    for (let tick = start; tick < start + days * DAY; tick += 5 * MINUTE) {
      for (; visits[0] && visits[0].at < tick; visits.shift()) {
        await at(visits[0].at)
        const headers = { authorization: `Bearer ${tokens[visits[0].reader]}` }
        const response = await platform.request('/api/v1/briefs/today', { headers })
        if (!response.ok) throw new Error(`a visit was answered with ${response.status}`)
      }
      await at(tick + 500)
      await platform.cron('*/5 * * * *')
      if (tick % (15 * MINUTE) === 0) await platform.cron('0,15,30,45 * * * *')
      await at(tick + 3_000)
      await platform.consume()
      most.longestWait = Math.max(most.longestWait, await longestDue(client))
      for (const { key, late } of await briefsAt(client)) {
        // At the first tick the hours of the day have long come.
        if (!seen.has(key) && tick > start) most.latestBrief = Math.max(most.latestBrief, late)
        seen.add(key)
      }
    }
    const { rows } = await client.query('select count(*)::int as fetches from fetches where error is null')
    return { ...awake(asked, days), briefs: seen.size, fetches: rows[0].fetches, ...most }
  } finally {
    await Promise.all(running.map(({ close }) => close()))
    await client.end()
  }
}

/** Makes `now()` in this database, unless it is asked for by its schema, what the test says. */
async function fakeClock(client: pg.Client, databaseUrl: string): Promise<void> {
  await client.query(`
    create schema fake;
    create table fake.clock (at timestamptz not null);
    insert into fake.clock values ('epoch');
    create function fake.now() returns timestamptz language sql stable return (select at from fake.clock);
    create function fake.clock_timestamp() returns timestamptz language sql stable return (select at from fake.clock);
    grant usage on schema fake to public;
    grant select on fake.clock to public;
    do $$ declare col record; begin
      for col in select attrelid::regclass as tab, attname from pg_attrdef join pg_attribute on attrelid = adrelid and attnum = adnum
        where pg_get_expr(adbin, adrelid) = 'now()'
      loop execute format('alter table %s alter %I set default fake.now()', col.tab, col.attname); end loop;
    end $$;`)
  const name = client.escapeIdentifier(new URL(databaseUrl).pathname.slice(1))
  await client.query(`alter database ${name} set search_path = fake, pg_catalog, public`)
  await client.query('set search_path = fake, pg_catalog, public')
}

/** @returns the readers' tokens */
async function populate(client: pg.Client, origin: string): Promise<string[]> {
  await client.query(
    `insert into sources (name, url, feed_url, next_fetch_at)
     select 'Paper ' || n, 'https://paper-' || n || '.example/', $1 || '/' || n, now() from generate_series(0, $2::int - 1) n`,
    [origin, PACES.length],
  )
  const tokens = READERS.map((_, n) => `mb_${String(n).repeat(43)}`)
  for (const [n, { email, zone, hour }] of READERS.entries()) {
    await client.query(
      `with reader as (insert into users (email, time_zone, brief_hour) values ($1, $2, $3) returning id),
         topic as (insert into topics (user_id, name, keywords) select id, 'Sea', '["harbour"]' from reader)
       insert into access_tokens (user_id, name, token_hash, token_prefix, last_used_at)
       select id, 'home', encode(sha256(convert_to($4::text, 'UTF8')), 'hex'), left($4::text, 11), now() + interval '10 years' from reader`,
      [email, zone, hour, tokens[n]],
    )
  }
  return tokens
}

function visitsOf(start: number, days: number): { at: number; reader: number }[] {
  let seed = 42
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    return seed / 2 ** 31
  }
  const count = days * READERS.length * VISITS
  return Array.from({ length: count }, (_, n) => ({
    at: start + random() * days * DAY,
    reader: n % READERS.length,
  })).sort((a, b) => a.at - b.at)
}

/** The most minutes for which a source has been due that nobody has taken. */
async function longestDue(client: pg.Client): Promise<number> {
  const { rows } = await client.query(
    `select coalesce(max(extract(epoch from now() - next_fetch_at)), 0)::float8 / 60 as minutes
     from sources where leased_until is null`,
  )
  return Math.max(0, rows[0].minutes)
}

/** Each brief, and how many minutes after its hour this is. */
async function briefsAt(client: pg.Client): Promise<{ key: string; late: number }[]> {
  const { rows } = await client.query(
    `select u.id || ' ' || b.delivery_date as key,
       extract(epoch from now() - (b.delivery_date + make_interval(hours => u.brief_hour)) at time zone u.time_zone)::float8 / 60 as late
     from briefs b join users u on u.id = b.user_id where b.delivery_date > now()::date - 3`,
  )
  return rows
}

/** How long the database was awake, when it sleeps so long after each request. */
function awake(asked: readonly number[], days: number): { awakeHours: number; wakings: number } {
  let total = 0
  let wakings = 0
  let until = 0
  for (const moment of asked) {
    if (moment >= until) wakings++
    total += Math.max(0, moment + SUSPEND - Math.max(until, moment))
    until = moment + SUSPEND
  }
  return { awakeHours: ((total / HOUR) * 30) / days, wakings: Math.round((wakings * 30) / days) }
}
