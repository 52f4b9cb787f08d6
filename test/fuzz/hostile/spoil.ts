import { asHeader, type Draft, encode, hostileText, LARGEST } from './draft.ts'
import type { Random } from './random.ts'
import { BYTES } from './spoil-bytes.ts'
import { HEADERS } from './spoil-headers.ts'

export type Spoil = (draft: Draft, random: Random) => void

/** Replaces one field of the body, or adds one. */
function withField(draft: Draft, random: Random, value: unknown, name?: string): void {
  const { bodies, media = 'application/json' } = draft.route
  const given = bodies.length > 0 ? random.pick(bodies) : {}
  const proper = typeof given === 'object' && given !== null ? { ...given } : {}
  const names = Object.keys(proper)
  const field = name ?? (names.length > 0 ? random.pick(names) : 'name')
  const text = media.includes('json') || typeof value === 'string' ? value : JSON.stringify(value)
  draft.body = Buffer.from(
    typeof given === 'string' ? String(text) : encode(media, { ...proper, [field]: text }),
  )
}

const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth)
const list = (count: number, value: unknown) => Array.from({ length: count }, () => value)

const BODIES: Record<string, Spoil> = {
  'a field of a long text': (draft, random) => withField(draft, random, hostileText(random, LARGEST)),
  'a body of a long text': (draft, random) => {
    draft.body = Buffer.from(hostileText(random, LARGEST))
  },
  'a list of numbers': (draft, random) => withField(draft, random, list(random.size(400_000), 1)),
  'a list of texts': (draft, random) => {
    const count = random.size(5000)
    withField(draft, random, list(count, hostileText(random, LARGEST / count)))
  },
  'values in values': (draft, random) => {
    const [open, close] = random.pick([
      ['[', ']'],
      ['{"a":', '}'],
      ['[{"a":', '}]'],
    ])
    const deep = nested(open!, close!, random.size(100_000))
    draft.body = Buffer.from(random.below(2) ? deep : `{"name":${deep},"keywords":${deep}}`)
  },
  'a value of another kind': (draft, random) =>
    withField(
      draft,
      random,
      random.pick<unknown>([
        null,
        true,
        -1,
        1e308,
        2 ** 53,
        '',
        [],
        {},
        [[]],
        '\u0000',
        '\ud800',
        '2026-02-30',
      ]),
    ),
  'a field of the prototype': (draft, random) =>
    withField(draft, random, { a: 1 }, random.pick(['__proto__', 'constructor', 'toString', 'length'])),
  'many fields': (draft, random) => {
    const fields = Object.fromEntries(list(random.size(50_000), 0).map((_, n) => [`f${n}`, 'x']))
    draft.body = Buffer.from(encode(draft.route.media ?? 'application/json', fields))
  },
  'a field said twice': (draft) => {
    const text = draft.body.toString()
    draft.body = Buffer.from(
      text.startsWith('{') ? `${text.slice(0, -1)},${text.slice(1)}` : `${text}&${text}`,
    )
  },
  'no body': (draft) => {
    draft.body = Buffer.alloc(0)
  },
}

/** What is wrong with how a character is written in an address. */
const ESCAPES = [
  '%',
  '%zz',
  '%c0%af',
  '%00',
  '%ff',
  '%ED%A0%80',
  '%2e%2e%2f',
  '%252e',
  '..;/',
  '\u00ff',
  '//',
  '%0d%0a',
]

const ADDRESSES: Record<string, Spoil> = {
  'a long parameter': (draft, random) => {
    const long = encodeURIComponent(hostileText(random, 8000).toWellFormed())
    const parts = draft.path.split('/')
    parts[random.below(parts.length)] = long
    draft.path = `/${parts.filter(Boolean).join('/')}`
  },
  'a long query': (draft, random) => {
    const names = [...Object.keys(draft.route.query), 'q', 'cursor', 'limit', 'next']
    draft.query.push(`${random.pick(names)}=${encodeURIComponent(hostileText(random, 8000).toWellFormed())}`)
  },
  'many parameters': (draft, random) => {
    const name = random.pick([...Object.keys(draft.route.query), 'a'])
    draft.query.push(...list(random.size(2000), `${name}=1`).map(String))
  },
  'a cursor of ours': (draft, random) => {
    const key = random.pick<unknown>([
      [1e308],
      ['2026-11-21T06:00:00+00:00', 2 ** 60],
      [-1, -1],
      ['9999-12-31T23:59:59+00:00', 1],
      ['2026-02-30'],
      [[[]]],
      ['275760-09-13T00:00:00+00:00', 1],
      ['0000-01-01', 1],
    ])
    draft.query.push(`cursor=${Buffer.from(JSON.stringify(key)).toString('base64url')}`)
  },
  'an escape that is none': (draft, random) => {
    const at = random.below(draft.path.length) + 1
    draft.path = draft.path.slice(0, at) + random.pick(ESCAPES) + draft.path.slice(at)
  },
  'another verb': (draft, random) => {
    draft.method = random.pick([
      'GET',
      'HEAD',
      'POST',
      'PUT',
      'PATCH',
      'DELETE',
      'OPTIONS',
      'PROPFIND',
      'PURGE',
    ])
  },
}

const KINDS = [BODIES, BODIES, ADDRESSES, HEADERS, BYTES].map((kind) => Object.entries(kind))

/** Makes a request worse in one to three ways. */
export function spoil(draft: Draft, random: Random): Draft {
  for (let left = 1 + random.below(3); left > 0; left -= 1) {
    const [name, apply] = random.pick(random.pick(KINDS))
    apply(draft, random)
    draft.spoilt.push(name)
  }
  draft.headers = draft.headers.map(([name, value]) => [name, asHeader(value)])
  return draft
}
