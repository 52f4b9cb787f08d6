import { ConnectError } from './errors.ts'
import { Session } from './session.ts'
import { type Credentials, connectUpstream, type Upstream } from './upstream.ts'

export interface PoolLimits {
  /** The most connections of one user and database. */
  maxSessions: number
  /** The most connections in total; at the limit the oldest idle one is closed. */
  maxTotalSessions: number
  /** How long an unused connection is kept, in milliseconds. */
  idleMs: number
  /** How long to wait for Postgres to take a connection, in milliseconds. */
  connectMs: number
}

/** A request that waits for a session. `isGone` means that its client has disconnected. */
export interface Waiter {
  isGone: boolean
}

interface Bucket {
  total: number
  idle: { session: Session; since: number }[]
  waiting: (() => void)[]
}

/** A pool of sessions. A session is only reused for the credentials that it was opened with. */
export class SessionPool {
  readonly #upstream: Upstream
  readonly #limits: PoolLimits
  readonly #buckets = new Map<string, Bucket>()
  readonly #sweeper: NodeJS.Timeout
  #total = 0
  #isClosed = false

  constructor(upstream: Upstream, limits: PoolLimits) {
    this.#upstream = upstream
    this.#limits = limits
    this.#sweeper = setInterval(
      () => this.#closeIdle(Date.now() - limits.idleMs),
      Math.min(limits.idleMs, 5_000),
    ).unref()
  }

  /**
   * Returns a clean session, the most recently used one first; waits while all are busy. Rejects with ConnectError when
   * connecting fails, and resolves to undefined when the waiter is gone.
   */
  async acquire(who: Credentials, waiter: Waiter): Promise<Session | undefined> {
    const bucket = this.#bucketOf(who)
    for (;;) {
      if (waiter.isGone || this.#isClosed) return undefined
      const idle = bucket.idle.pop()
      if (idle) return idle.session
      if (bucket.total < this.#limits.maxSessions) return this.#open(who, bucket)
      await new Promise<void>((resolve) => bucket.waiting.push(resolve))
      // The client has disconnected, so wake the next waiter.
      if (waiter.isGone) bucket.waiting.shift()?.()
    }
  }

  /** Returns a session to the pool, after cleaning it if its request has changed its state. */
  release(who: Credentials, session: Session): void {
    if (session.isCancelled) session.close()
    else if (session.isClean) this.#keep(who, session)
    else
      session.clean().then(
        () => this.#keep(who, session),
        () => session.close(),
      )
  }

  /** Closes every connection. */
  close(): void {
    this.#isClosed = true
    clearInterval(this.#sweeper)
    this.#closeIdle(Number.POSITIVE_INFINITY)
    for (const bucket of this.#buckets.values()) for (const wake of bucket.waiting.splice(0)) wake()
  }

  async #open(who: Credentials, bucket: Bucket): Promise<Session> {
    if (this.#total >= this.#limits.maxTotalSessions) this.#closeOldestIdle()
    bucket.total++
    this.#total++
    try {
      const session = new Session(
        await connectUpstream(this.#upstream, who, this.#limits.connectMs),
        this.#upstream,
      )
      session.onDead = () => {
        bucket.idle = bucket.idle.filter((entry) => entry.session !== session)
        this.#forget(bucket)
      }
      return session
    } catch (error) {
      this.#forget(bucket)
      throw new ConnectError(error)
    }
  }

  #keep(who: Credentials, session: Session): void {
    if (session.isDead) return
    if (this.#isClosed) {
      session.close()
      return
    }
    const bucket = this.#bucketOf(who)
    bucket.idle.push({ session, since: Date.now() })
    bucket.waiting.shift()?.()
  }

  #forget(bucket: Bucket): void {
    bucket.total--
    this.#total--
    bucket.waiting.shift()?.()
  }

  #closeIdle(before: number): void {
    for (const [key, bucket] of this.#buckets) {
      for (const { session } of bucket.idle.filter(({ since }) => since <= before)) session.close()
      bucket.idle = bucket.idle.filter(({ since }) => since > before)
      if (bucket.total === 0 && bucket.waiting.length === 0) this.#buckets.delete(key)
    }
  }

  #closeOldestIdle(): void {
    const oldest = [...this.#buckets.values()]
      .filter(({ idle }) => idle.length > 0)
      .sort((a, b) => a.idle[0]!.since - b.idle[0]!.since)[0]
    oldest?.idle.shift()?.session.close()
  }

  #bucketOf(who: Credentials): Bucket {
    const key = JSON.stringify([who.user, who.password, who.database, who.applicationName, who.options])
    let bucket = this.#buckets.get(key)
    if (!bucket) {
      bucket = { total: 0, idle: [], waiting: [] }
      this.#buckets.set(key, bucket)
    }
    return bucket
  }
}
