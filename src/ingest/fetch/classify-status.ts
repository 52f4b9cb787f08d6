import { FetchFailure, type FetchFailureOutcome } from './outcomes.ts'

const LATER = 'it is asked again later, less and less often'

/**
 * The failure that an answer's status stands for. 520 to 530 are Cloudflare's own: a Worker's fetch reports that
 * way what other runtimes throw (a name that does not resolve, a refused connection, a bad certificate).
 *
 * @param retry_after_s what the answer's `Retry-After` asks for
 */
export function statusFailure(status: number, host: string, retry_after_s: number | null): FetchFailure {
  const fail = (outcome: FetchFailureOutcome, sentence: string) =>
    new FetchFailure(outcome, sentence, retry_after_s)
  const wait = retry_after_s === null ? LATER : `it is asked again in ${retry_after_s} s at the earliest`
  switch (status) {
    case 401:
    case 403:
    case 407:
      return fail(
        'unauthorized',
        `${host} refuses access to the feed (${status}): it wants a login or shuts out feed readers; ${wait}.`,
      )
    case 404:
      return fail('not_found', `${host} has no feed at this address (404); check the address, ${wait}.`)
    case 410:
      return fail('gone', `${host} says this feed is gone for good (410); it is only looked for once a week.`)
    case 429:
      return fail('rate_limited', `${host} asks for fewer requests (429); ${wait}.`)
    case 503:
      return fail('unavailable', `${host} is temporarily unavailable (503); ${wait}.`)
    case 521:
    case 523:
      return fail('connection_failed', `No connection could be made to ${host} (${status}); ${wait}.`)
    case 522:
    case 524:
      return fail('timeout', `${host} did not answer in time (${status}); ${wait}.`)
    case 525:
    case 526:
      return fail(
        'tls_error',
        `No secure connection could be made to ${host} (${status}): its certificate is not valid; ${wait}.`,
      )
    case 530:
      return fail(
        'dns_error',
        `${host} could not be reached (530): its name most likely does not resolve; check the address, ${wait}.`,
      )
  }
  if (status >= 500 && status <= 599)
    return fail('server_error', `${host} failed to answer (${status}); ${wait}.`)
  return fail('http_error', `${host} answered with status ${status} and no feed; ${wait}.`)
}
