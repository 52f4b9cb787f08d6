const text = (description: string, example: string) => ({
  description,
  schema: { type: 'string', examples: [example] },
})

/** The response headers by name, as components of the document. */
export const HEADERS = {
  'X-Request-Id': text(
    'Names this request in the log of the service.',
    '0b7d7a7e-51f3-4c8e-9c3a-5d8f4f6f2a11',
  ),
  'Server-Timing': text(
    "The time taken, the database's part of it, and the round trips (W3C Server Timing).",
    'total;dur=12, db;dur=8;desc="1 round trip"',
  ),
  Location: text('Where the new row is.', '/items/1'),
  Link: text('The next page, when there is one (RFC 8288).', '</items?limit=2&cursor=abc>; rel="next"'),
  ETag: text(
    'Names this version of the row; send it as If-Match or If-None-Match.',
    '"2026-11-21T06:00:00Z"',
  ),
  'Retry-After': {
    description: 'So many seconds from now the request may succeed.',
    schema: { type: 'integer', examples: [5] },
  },
  'WWW-Authenticate': text('The scheme that is asked for (RFC 6750).', 'Bearer'),
}
export type HeaderName = keyof typeof HEADERS

/** The request headers of many operations, as components of the document. */
export const PARAMETERS = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Sent again with the same key within 24 hours, the request is not carried out twice: the first answer comes back.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
    example: '5f0c7a52-2b6e-4d0e-9d1c-0a8f3c1b7e44',
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'Saves the reply if its ETag is still this one: 304 (RFC 9110 section 13.1.2).',
    schema: { type: 'string' },
    example: '"2026-11-21T06:00:00Z"',
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description: 'Changes the row only if its ETag is still this one; else 412 (RFC 9110 section 13.1.1).',
    schema: { type: 'string' },
    example: '"2026-11-21T06:00:00Z"',
  },
}

/** The headers of a response, by its status and operation. */
export function headersOf(status: string, operation: { isPaged: boolean; hasRow: boolean }) {
  const names: HeaderName[] = ['X-Request-Id', 'Server-Timing']
  if (status === '201') names.push('Location')
  if (status === '200' && operation.isPaged) names.push('Link')
  if ((/^20[01]$/.test(status) && operation.hasRow) || status === '304') names.push('ETag')
  if (status === '401') names.push('WWW-Authenticate')
  if (status === '429' || status === '503') names.push('Retry-After')
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))
}
