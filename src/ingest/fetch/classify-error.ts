import { FetchFailure } from './outcomes.ts'

/** Where the fetch stood when the runtime threw. */
export interface ErrorPlace {
  url: URL
  /** True once a status line had arrived. */
  answered: boolean
  timedOut: boolean
  timeoutMs: number
}

const LATER = 'it is asked again later, less and less often'
const TLS_CODE = /^(?:ERR_SSL|ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO|CRL_)/
const DNS_CODE = /^(?:ENOTFOUND|EAI_|ENODATA|ESERVFAIL)/
const TIMEOUT_CODE = /^(?:ETIMEDOUT|UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT)/
const BROKEN_CODING = /^(?:Z_DATA_ERROR|Z_NEED_DICT|ERR__ERROR_FORMAT|ERR_BROTLI|ZSTD_)/

/**
 * Turns what a runtime's fetch throws into one failure. Node names the cause in `cause.code`. workerd says
 * "Network connection lost." for everything between the sockets, and "internal error; reference = ..." for
 * a name that does not resolve as well as for a failed TLS handshake: over plain http it must be the name, over
 * https the sentence names both. (Deployed Workers answer these with a status; see `statusFailure`.)
 */
export function networkFailure(error: unknown, place: ErrorPlace): FetchFailure {
  if (error instanceof FetchFailure) return error
  const { url, answered } = place
  const host = url.hostname
  const { codes, text } = describe(error)
  const has = (pattern: RegExp) => codes.some((code) => pattern.test(code))
  if (place.timedOut || has(TIMEOUT_CODE)) {
    const part = answered ? 'finish sending the feed' : 'answer'
    return new FetchFailure(
      'timeout',
      `${host} did not ${part} within ${place.timeoutMs / 1000} s; ${LATER}.`,
    )
  }
  if (answered) return bodyFailure(host, isBrokenCoding(error))
  const internal = text.includes('internal error; reference')
  if (has(DNS_CODE) || (internal && url.protocol === 'http:'))
    return new FetchFailure('dns_error', `The name ${host} does not resolve; check the address, ${LATER}.`)
  if (has(TLS_CODE) || /certificate|secure TLS|SSL routines/i.test(text))
    return new FetchFailure(
      'tls_error',
      `No secure connection could be made to ${host}: its certificate or its TLS set-up is not valid; ${LATER}.`,
    )
  if (internal)
    return new FetchFailure(
      'connection_failed',
      `No connection could be made to ${host}: its name does not resolve or its certificate is not valid; ${LATER}.`,
    )
  const why = codes.includes('ECONNREFUSED') ? 'it refuses connections' : whyUnanswered(text)
  return new FetchFailure('connection_failed', `No answer could be got from ${host}: ${why}; ${LATER}.`)
}

/** Whether a body broke off because it is not compressed as its headers say, and not because the connection did. */
export function isBrokenCoding(error: unknown): boolean {
  const { codes, text } = describe(error)
  return codes.some((code) => BROKEN_CODING.test(code)) || /decompression failed/i.test(text)
}

function bodyFailure(host: string, broken: boolean): FetchFailure {
  return broken
    ? new FetchFailure(
        'bad_encoding',
        `What ${host} sent is not compressed the way its headers say; ${LATER}.`,
      )
    : new FetchFailure(
        'incomplete',
        `The connection to ${host} ended before the whole feed had come; ${LATER}.`,
      )
}

function whyUnanswered(text: string): string {
  if (/HTTP\/1\.1 protocol|Headers Overflow/i.test(text)) return 'what it sends is not valid HTTP'
  return 'the connection could not be made or was closed without a valid answer'
}

/** The codes and messages of an error, its causes, and the attempts an AggregateError collects. */
function describe(error: unknown, depth = 0): { codes: string[]; text: string } {
  if (depth > 4 || !(error instanceof Error)) return { codes: [], text: String(error) }
  const { code, errors, cause }: Error & { code?: unknown; errors?: unknown } = error
  const inner = [...(Array.isArray(errors) ? errors : []), ...(cause === undefined ? [] : [cause])]
  const parts = inner.map((each) => describe(each, depth + 1))
  return {
    codes: [...(typeof code === 'string' ? [code] : []), ...parts.flatMap((part) => part.codes)],
    text: [error.message, ...parts.map((part) => part.text)].join(' '),
  }
}
