import { classifyError, isTimeout } from './classify-error.ts'

/** The first pause is at most this long, in milliseconds; each further one at most twice the one before … */
const FIRST_PAUSE_MS = 40
/** … up to this. */
const LONGEST_PAUSE_MS = 1_000

export interface RetryOptions {
  /** When the whole request gives up, in milliseconds since 1970. */
  deadline: number
  /** How long one attempt may take, in milliseconds, where another may follow. */
  attemptMs: number
  /** Whether being done twice is the same as once: a read, or a write under an idempotency record. */
  repeatable: boolean
  /** Told of each attempt that failed, before it is decided what follows. */
  onFailure?: (error: unknown) => void
  random?: () => number
}

/**
 * Runs `attempt` until it succeeds, fails for good, or the deadline is near. Pauses are exponential with full jitter
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/). An attempt that is given up is
 * aborted, which cancels its statement on the server.
 * @throws the last attempt's error; the one before it where the last had less than its time, for its silence says nothing
 */
export async function retry<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  { deadline, attemptMs, repeatable, onFailure = () => {}, random = Math.random }: RetryOptions,
): Promise<T> {
  let answered: unknown
  for (let bound = FIRST_PAUSE_MS; ; bound = Math.min(bound * 2, LONGEST_PAUSE_MS)) {
    const left = Math.max(deadline - Date.now(), 1)
    try {
      // What may not be repeated gets all the time there is: to give it up early could gain nothing.
      return await attempt(AbortSignal.timeout(repeatable ? Math.min(attemptMs, left) : left))
    } catch (error) {
      onFailure(error)
      if (repeatable && left < attemptMs && answered !== undefined && isTimeout(error)) throw answered
      answered = error
      const failure = classifyError(error)
      const pause = random() * bound
      const mayRepeat = failure === 'not_done' || (failure === 'unknown' && repeatable)
      if (!mayRepeat || Date.now() + pause >= deadline) throw error
      await new Promise((resume) => setTimeout(resume, pause))
    }
  }
}
