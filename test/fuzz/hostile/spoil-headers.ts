import { hostileText } from './draft.ts'
import type { Spoil } from './spoil.ts'

/** What is read of a request, and what others have believed. */
const NAMES = [
  'accept',
  'accept-encoding',
  'access-control-request-headers',
  'access-control-request-method',
  'authorization',
  'cf-connecting-ip',
  'content-type',
  'cookie',
  'forwarded',
  'idempotency-key',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'last-write',
  'mf-original-url',
  'origin',
  'range',
  'sec-fetch-site',
  'user-agent',
  'x-demo-key',
  'x-forwarded-proto',
  'x-http-method-override',
  'x-request-id',
]

const MEDIA = [
  'application/json',
  'application/json; charset=utf-16',
  'application/merge-patch+json',
  'text/plain',
  'text/xml; charset=utf-7',
  'multipart/form-data',
  'multipart/form-data; boundary=',
  'multipart/form-data; boundary=b; boundary=c',
  'application/x-www-form-urlencoded; charset=ebcdic',
  'application/octet-stream',
  '',
]

const CONDITIONS = [
  ['if-match', '*'],
  ['if-match', '"2026-11-21T06:00:00+00:00", W/"x", nonsense'],
  ['if-none-match', '*'],
  ['idempotency-key', 'used by many'],
  ['idempotency-key', '"'],
  ['last-write', '18446744073709551615'],
  ['range', 'bytes=0-0,1-1,2-'],
  ['origin', 'null'],
  ['sec-fetch-site', 'cross-site'],
  ['x-forwarded-proto', 'http'],
  ['expect', '100-continue'],
] as const

export const HEADERS: Record<string, Spoil> = {
  'a long header': (draft, random) => {
    draft.headers.push([random.pick(NAMES), hostileText(random, 12_000)])
  },
  'many headers': (draft, random) => {
    const name = random.pick([...NAMES, 'x-many'])
    for (let left = random.size(200); left > 0; left -= 1) draft.headers.push([name, hostileText(random, 40)])
  },
  'another media type': (draft, random) => {
    draft.headers = draft.headers.filter(([name]) => name !== 'content-type')
    draft.headers.push(['content-type', random.pick(MEDIA)])
  },
  'a condition': (draft, random) => {
    draft.headers.push([...random.pick(CONDITIONS)])
  },
  'a list of versions': (draft, random) => {
    const versions = Array.from({ length: random.size(600) }, (_, n) => `"${n}"`).join(', ')
    draft.headers.push([random.pick(['if-match', 'if-none-match']), versions])
  },
}
