const DAY_S = 86_400

/**
 * Seconds to wait that a `Retry-After` field asks for (RFC 9110 §10.2.3), as a number or as a date, between
 * 0 and a day; null when it is absent or unreadable. A field sent twice counts by its first value.
 */
export function retryAfterSeconds(headers: Headers, now: Date): number | null {
  const field = headers.get('retry-after')?.trim()
  if (!field) return null
  const seconds = /^(\d+(?:\.\d+)?)(?:\s*,|$)/.exec(field)?.[1]
  const wait = seconds === undefined ? secondsUntil(field, now) : Math.ceil(Number(seconds))
  return wait === null ? null : Math.min(Math.max(wait, 0), DAY_S)
}

/**
 * Seconds for which the answer stays fresh (RFC 9111 §4.2): `max-age`, or `Expires` less `Date`, less `Age`;
 * at most 30 days. 0 when it forbids reuse, null when it says nothing. A hint for scheduling; nothing is cached.
 */
export function maxAgeSeconds(headers: Headers, now: Date): number | null {
  const control = headers.get('cache-control')?.toLowerCase() ?? ''
  if (/(?:^|[\s,])no-(?:store|cache)(?:$|[\s,=])/.test(control)) return 0
  const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d+)/.exec(control)?.[1]
  const lifetime = maxAge === undefined ? expiresAfter(headers, now) : Number(maxAge)
  if (lifetime === null) return null
  const age = Number(/^\d+$/.exec(headers.get('age')?.trim() ?? '')?.[0] ?? 0)
  return Math.min(Math.max(lifetime - age, 0), 30 * DAY_S)
}

function expiresAfter(headers: Headers, now: Date): number | null {
  const expires = headers.get('expires')
  if (expires === null) return null
  const sent = httpDate(headers.get('date') ?? '') ?? now
  // RFC 9111 §5.3: an unreadable date, "0" above all, means "already expired".
  return secondsUntil(expires, sent) ?? 0
}

function secondsUntil(field: string, from: Date): number | null {
  const date = httpDate(field)
  return date === null ? null : Math.ceil((date.getTime() - from.getTime()) / 1000)
}

/** An HTTP-date in any of its three forms (RFC 9110 §5.6.7); they are all in GMT, and asctime does not say so. */
function httpDate(field: string): Date | null {
  const text = field.trim()
  if (!/^[A-Za-z]{3,9},? /.test(text)) return null
  const date = new Date(/(?:GMT|UTC|[+-]\d{4})$/i.test(text) ? text : `${text} GMT`)
  return Number.isNaN(date.getTime()) ? null : date
}
