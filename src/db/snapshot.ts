import { AppError } from '../errors.ts'
import { missing, toAppError } from './failures.ts'
import type { Listing } from './listing.ts'
import type { Session } from './session.ts'
import type { ResultObserver } from './statement.ts'

/** The maximum number of snapshots of one user at the same time, because each holds a connection. */
const SNAPSHOTS_PER_USER = 3
/** The first of the two keys of the advisory locks that count snapshots; an arbitrary number of our own. */
const LOCK_CLASS = 1_628_000

/** Takes one of the caller's advisory locks; Postgres releases it when the transaction ends. */
const TAKE_PLACE = `select ${Array.from(
  { length: SNAPSHOTS_PER_USER },
  (_, place) => `pg_try_advisory_xact_lock(${LOCK_CLASS + place}, $1)`,
).join(' or ')}`

/** A snapshot of the caller's data, which is read in pieces. */
export class Snapshot {
  readonly #session: Session
  readonly #observers: ReadonlySet<ResultObserver>

  private constructor(session: Session, observers: ReadonlySet<ResultObserver>) {
    this.#session = session
    this.#observers = observers
  }

  /**
   * Takes a snapshot in a session of this user, unless the user already has the maximum number.
   * @throws {AppError} `too_many_requests`, or what `toAppError` makes of a failure; the session is closed then
   */
  static async take(
    session: Session,
    userId: number,
    observers: ReadonlySet<ResultObserver>,
  ): Promise<Snapshot> {
    try {
      const [[isTaken] = []] = await session.run({ text: TAKE_PLACE, params: [userId] })
      if (isTaken === true) return new Snapshot(session, observers)
    } catch (error) {
      session.close()
      throw toAppError(error)
    }
    session.close()
    throw new AppError(
      'too_many_requests',
      `You are reading ${SNAPSHOTS_PER_USER} exports already. Wait until one of them has ended.`,
      { headers: { 'Retry-After': '10' } },
    )
  }

  /**
   * The rows of a listing as JSON texts, in batches.
   * @throws {AppError} what `toAppError` makes of a failure
   */
  async *read(listing: Listing<unknown>): AsyncGenerator<string[]> {
    try {
      for await (const rows of this.#session.read(listing.text(), listing.rowsAtOnce)) {
        const texts = rows.map(([text]) => String(text))
        for (const observe of this.#observers) observe(listing, texts.map(parseJson))
        yield texts
      }
    } catch (error) {
      throw toAppError(error)
    }
  }

  /** The rows of a listing, parsed, in batches. */
  async *rows<Row>(listing: Listing<Row>): AsyncGenerator<Row[]> {
    for await (const texts of this.read(listing)) {
      yield texts.map((text) => listing.returns.parse(parseJson(text)))
    }
  }

  /** The first row of a listing, which always has one. */
  async one<Row>(listing: Listing<Row>): Promise<Row> {
    for await (const [row] of this.rows(listing)) if (row !== undefined) return row
    throw missing()
  }

  /** Closes the connection. */
  close(): void {
    this.#session.close()
  }
}

const parseJson = (text: string): unknown => JSON.parse(text)
