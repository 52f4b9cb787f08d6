import { ADVERSARIES } from '../cost/adversaries.ts'
import { hostileLists } from '../cost/hostile-lists.ts'
import type { Random } from './random.ts'
import type { Route } from './routes.ts'

/** A request that is being made worse. */
export interface Draft {
  route: Route
  method: string
  /** As it is sent. */
  path: string
  query: string[]
  headers: [string, string][]
  body: Buffer
  /** What was done to it. */
  spoilt: string[]
}

/** What a body has at most, and a bit more. */
export const LARGEST = 1024 * 1024 + 2048

/** A text that is hard to read for somebody. */
export function hostileText(random: Random, most: number): string {
  const size = random.size(most)
  if (random.below(8) === 0) return random.pick(Object.values(hostileLists))(size).slice(0, most)
  return random.pick(ADVERSARIES).make(size).slice(0, most)
}

/** A header holds no control characters and nothing beyond Latin-1: the client would not send others. */
export const asHeader = (text: string) => text.replace(/[^\t\u0020-\u007e\u0080-\u00ff]/g, '?').trim()

/** The request as it should be. */
export function properDraft(route: Route, random: Random): Draft {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name) => {
    const text = random.pick(route.params[name] ?? ['1']).toWellFormed()
    // A segment that is empty or dots is another path.
    return /^\.*$/.test(text) ? '1' : encodeURIComponent(text)
  })
  const query = Object.entries(route.query)
    .filter(() => random.below(3) === 0)
    .map(([name, texts]) => `${name}=${encodeURIComponent(random.pick(texts).toWellFormed())}`)
  const { media, bodies } = route
  const body = media === undefined ? '' : encode(media, random.pick(bodies))
  const headers: [string, string][] = media === undefined ? [] : [['content-type', media]]
  if (random.below(4) === 0) headers.push(['accept', 'text/html,*/*;q=0.8'])
  return { route, method: route.method, path, query, headers, body: Buffer.from(body), spoilt: [] }
}

/** A value in a media type. */
export function encode(media: string, value: unknown): string {
  if (media.includes('json')) return JSON.stringify(value) ?? ''
  if (typeof value === 'string') return value
  const fields = Object.entries((value ?? {}) as Record<string, string>)
  if (!media.includes('multipart')) return String(new URLSearchParams(fields))
  const parts = fields.map(
    ([name, text]) =>
      `--b\r\ncontent-disposition: form-data; name="${name}"; filename="a"\r\ncontent-type: text/xml\r\n\r\n${text}\r\n`,
  )
  return `${parts.join('')}--b--\r\n`
}
