import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** How long the first brief may wait for the feeds, in milliseconds. */
const PATIENCE_MS = 15_000

/** Where the simulator takes a cron. `wrangler dev` has an older name for it, too; workerd without wrangler has not. */
export const SCHEDULED = '/cdn-cgi/local/scheduled'

/**
 * Fires one of the worker's crons, as the platform does in production.
 * @returns whether it ran; the log says so when it did not, since nobody waits for it
 */
export async function fireCron(origin: string, cron: string): Promise<boolean> {
  const query = new URLSearchParams({ cron, time: String(Date.now()) })
  const fail = (fields: object) => {
    console.error(JSON.stringify({ level: 'error', event: 'cron_failed', cron, ...fields }))
    return false
  }
  try {
    const { ok, status } = await fetch(`${origin}${SCHEDULED}?${query}`)
    return ok || fail({ status })
  } catch (error) {
    return fail({ error: error instanceof Error ? error.name : typeof error })
  }
}

/** `wrangler dev` never fires a cron by itself: this does, on the minute that each cron names. */
export function startCronTimer(origin: string): () => void {
  let minute = Math.floor(Date.now() / 60_000)
  const timer = setInterval(() => {
    const now = Math.floor(Date.now() / 60_000)
    if (now === minute) return
    minute = now
    if (now % 5 === 0) void fireCron(origin, '*/5 * * * *')
    if (now % 15 === 0) void fireCron(origin, '0,15,30,45 * * * *')
  }, 1_000)
  timer.unref()
  return () => clearInterval(timer)
}

/**
 * Lets the ordinary jobs run once: ingest what is due, wait until the feeds are in, build the briefs.
 * @param feedPrefix how the addresses of the feeds begin that are waited for
 * @returns how many articles there are then
 */
export async function makeFirstBrief(
  origin: string,
  databaseUrl: string,
  feedPrefix: string,
): Promise<number> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    await fireCron(origin, '*/5 * * * *')
    for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await sleep(100)) {
      const { rows } = await client.query(
        `select count(*)::int as waiting from sources
         where is_active and starts_with(feed_url, $1) and (next_fetch_at <= now() or leased_until > now())`,
        [feedPrefix],
      )
      if (rows[0].waiting === 0) break
    }
    await fireCron(origin, '0,15,30,45 * * * *')
    const { rows } = await client.query('select count(*)::int as articles from articles')
    return rows[0].articles
  } finally {
    await client.end()
  }
}

/** Leases of a start that was killed: its queue is gone with it, so nobody will ever use them. */
export async function releaseLeases(databaseUrl: string): Promise<void> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    await client.query('update sources set leased_until = null where leased_until is not null')
  } finally {
    await client.end()
  }
}
