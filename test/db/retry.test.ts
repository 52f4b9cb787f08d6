import { NeonDbError } from '@neondatabase/serverless'
import { describe, expect, it } from 'vitest'
import { classifyError } from '../../src/db/classify-error.ts'
import { retry } from '../../src/db/retry.ts'

const fails = (message: string, more: object = {}) => Object.assign(new NeonDbError(message), more)
const sqlState = (code: string) => fails('said by Postgres', { code })
const http = (status: number, body: unknown) =>
  fails(`Server error (HTTP status ${status}): ${typeof body === 'string' ? body : JSON.stringify(body)}`)
const noRoute = (code: string) =>
  fails('Error connecting to database', {
    sourceError: new TypeError('fetch failed', { cause: fails('', { code }) }),
  })

describe('what a failure says', () => {
  it.each([
    ['a serialization failure', sqlState('40001'), 'not_done'],
    ['a deadlock', sqlState('40P01'), 'not_done'],
    ['a server that starts up', sqlState('57P03'), 'not_done'],
    ['a full server', sqlState('53300'), 'not_done'],
    ['a shutdown', sqlState('57P01'), 'unknown'],
    ['a crash', sqlState('57P02'), 'unknown'],
    ['a lost connection', sqlState('08006'), 'unknown'],
    ['a taken name', sqlState('23505'), 'final'],
    ['a read-only server', sqlState('25006'), 'final'],
    ['a full disk', sqlState('53100'), 'final'],
    ['a cancelled statement', sqlState('57014'), 'final'],
    ['a wrong password', sqlState('28P01'), 'final'],
    [
      'a compute that cannot be reached',
      http(500, { message: "Couldn't connect to compute node", code: '' }),
      'not_done',
    ],
    [
      'the same while it starts',
      http(500, { message: 'the database system is starting up', code: '57P03' }),
      'not_done',
    ],
    ['a missing database', http(500, { message: 'database "x" does not exist', code: '3D000' }), 'final'],
    ['the rate limit of the proxy', http(429, 'slow down'), 'not_done'],
    ['a gateway', http(502, '<html>Bad Gateway</html>'), 'unknown'],
    ['an answer that is too large', http(507, { message: 'response is too large', code: '' }), 'final'],
    ['a request that is too large', http(413, 'too large'), 'final'],
    ['a closed connection', fails('connection closed', { code: '' }), 'unknown'],
    ['nobody who listens', noRoute('ECONNREFUSED'), 'not_done'],
    ['a name that does not resolve', noRoute('ENOTFOUND'), 'not_done'],
    ['a reset', noRoute('ECONNRESET'), 'unknown'],
    [
      'a network that tells nothing',
      fails('Error connecting', { sourceError: new Error('Network lost') }),
      'unknown',
    ],
    ['half an answer', new SyntaxError('Unexpected end of JSON input'), 'unknown'],
    ['no answer in time', new DOMException('too slow', 'TimeoutError'), 'unknown'],
  ])('%s', (_, error, kind) => {
    expect(classifyError(error)).toBe(kind)
  })
})

describe('retry', () => {
  /** Fails with each error in turn, then answers. */
  const run = async (errors: unknown[], options: Partial<Parameters<typeof retry>[1]> = {}) => {
    const signals: AbortSignal[] = []
    const left = [...errors]
    const answer = retry(
      async (signal) => {
        signals.push(signal)
        if (left.length > 0) throw left.shift()
        return 'done'
      },
      { deadline: Date.now() + 5_000, attemptMs: 1_000, repeatable: false, random: () => 0, ...options },
    )
    return { answer: await answer.catch((error: unknown) => error), attempts: signals.length }
  }

  it('repeats anything that was not done', async () => {
    expect(await run([sqlState('40001'), noRoute('ECONNREFUSED')])).toEqual({ answer: 'done', attempts: 3 })
  })
  it('repeats what may have been done only where that cannot harm', async () => {
    const cut = sqlState('57P01')
    expect(await run([cut])).toEqual({ answer: cut, attempts: 1 })
    expect(await run([cut], { repeatable: true })).toEqual({ answer: 'done', attempts: 2 })
  })
  it('never repeats an answer', async () => {
    const taken = sqlState('23505')
    expect(await run([taken], { repeatable: true })).toEqual({ answer: taken, attempts: 1 })
  })
  it('gives up with the last error when a pause would pass the deadline', async () => {
    const late = { deadline: Date.now(), repeatable: true }
    expect(await run([sqlState('40001')], late)).toMatchObject({ attempts: 1, answer: { code: '40001' } })
  })
  it('throws what was answered rather than that the last attempt had no time for an answer', async () => {
    const full = sqlState('53300')
    let attempts = 0
    const answer = await retry(
      (signal) =>
        attempts++ === 0
          ? Promise.reject(full)
          : new Promise<never>((_, fail) => signal.addEventListener('abort', () => fail(signal.reason))),
      { deadline: Date.now() + 100, attemptMs: 1_000, repeatable: true, random: () => 0 },
    ).catch((error: unknown) => error)
    expect([attempts, answer]).toEqual([2, full])
  })
  it('doubles the bound of its pauses, up to a second', async () => {
    const pauses: number[] = []
    const original = globalThis.setTimeout
    globalThis.setTimeout = ((work: () => void, ms: number) => {
      pauses.push(ms)
      return original(work, 0)
    }) as typeof setTimeout
    try {
      await run(Array(8).fill(sqlState('40001')), { random: () => 1, deadline: Date.now() + 60_000 })
    } finally {
      globalThis.setTimeout = original
    }
    expect(pauses).toEqual([40, 80, 160, 320, 640, 1000, 1000, 1000])
  })
  it('aborts an attempt that takes too long, and a last one at the deadline', async () => {
    const hang = (signal: AbortSignal) =>
      new Promise<never>((_, fail) => signal.addEventListener('abort', () => fail(signal.reason)))
    let attempts = 0
    const started = Date.now()
    const answer = await retry(
      (signal) => {
        attempts++
        return hang(signal)
      },
      { deadline: started + 300, attemptMs: 50, repeatable: true },
    ).catch((error: Error) => error)
    expect(answer).toMatchObject({ name: 'TimeoutError' })
    expect(attempts).toBeGreaterThan(1)
  })
})
