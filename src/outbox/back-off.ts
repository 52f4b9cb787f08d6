const FIRST_S = 60
const LONGEST_S = 20 * 60

/**
 * Seconds until a message is tried again: one to two minutes after the first attempt, doubled with each (half fixed, half
 * random), up to twenty minutes; never before the other side asks for it.
 */
export function backOff(attempt: number, retryAfterS: number | null, random = Math.random): number {
  const most = Math.min(LONGEST_S, FIRST_S * 2 ** Math.min(attempt, 10))
  return Math.max(retryAfterS ?? 0, Math.round(most / 2 + (most / 2) * random()))
}
