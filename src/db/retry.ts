import { classifyError, isTimeout } from './classify-error.ts'

/** The upper bound of the first pause, in milliseconds; it doubles with each further pause … */
const FIRST_PAUSE_MS = 40
/** … up to this value. */
const LONGEST_PAUSE_MS = 1_000

export interface RetryOptions {
  /** When the whole request gives up, in milliseconds since 1970. */
  deadline: number
  /** The timeout of an attempt that may be retried, in milliseconds. */
  attemptMs: number
  /** Whether running it twice does no harm: a read, or a write with an Idempotency-Key. */
  repeatable: boolean
  /** Whether a further attempt would fail, too, whatever the failure says about the statement. */
  isHopeless?: (error: unknown) => boolean
  random?: () => number
}

/**
 * Runs `attempt` until it succeeds, fails for good, or the deadline is near. Pauses are exponential with full jitter
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/). An attempt that is given up is
 * aborted, which cancels its statement on the server.
 * @throws the error of the last attempt, or of the one before it if the last one had too little time left to tell anything
 */
export async function retry<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  { deadline, attemptMs, repeatable, isHopeless = () => false, random = Math.random }: RetryOptions,
): Promise<T> {
  let answered: unknown
  for (let bound = FIRST_PAUSE_MS; ; bound = Math.min(bound * 2, LONGEST_PAUSE_MS)) {
    const left = Math.max(deadline - Date.now(), 1)
    try {
      // An attempt that cannot be retried gets all the remaining time.
      return await attempt(AbortSignal.timeout(repeatable ? Math.min(attemptMs, left) : left))
    } catch (error) {
      if (repeatable && left < attemptMs && answered !== undefined && isTimeout(error)) throw answered
      answered = error
      const failure = classifyError(error)
      const pause = random() * bound
      const mayRepeat = failure === 'not_done' || (failure === 'unknown' && repeatable)
      if (!mayRepeat || isHopeless(error) || Date.now() + pause >= deadline) throw error
      await new Promise((resume) => setTimeout(resume, pause))
    }
  }
}
