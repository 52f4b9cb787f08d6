import fc from 'fast-check'
import type { Hono } from 'hono'
import { buildOpenApi } from '../../../src/local/build-openapi.ts'
import { type Schema, type Schemas, valid } from '../arbitrary.ts'

/** A route as strangers see it, and what belongs there. */
export interface Route {
  method: string
  /** With parameters in braces. */
  path: string
  /** Answers to anybody. */
  isOpen: boolean
  /** Texts that the contract allows for each parameter of the path and the query. */
  params: Record<string, string[]>
  query: Record<string, string[]>
  media: string | undefined
  /** Bodies that the contract allows; fields of a form by name. */
  bodies: unknown[]
}

interface Operation {
  security?: object[]
  parameters?: { in: string; name: string; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}

const SAMPLES = 30
const ID = ['1', '2', '7', '2000000000']
const UUID = '00000000-0000-4000-8000-000000000001'

const textOf = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

/** Every operation of the OpenAPI document. */
export function operations(seed: number): Route[] {
  const document = buildOpenApi()
  const schemas = (document.components?.schemas ?? {}) as unknown as Schemas
  const sample = (schema: Schema) => fc.sample(valid(schema, schemas), { seed, numRuns: SAMPLES })
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Operation>).map(([method, operation]): Route => {
      const given = (place: string) =>
        Object.fromEntries(
          (operation.parameters ?? [])
            .filter((parameter) => parameter.in === place)
            .map(({ name, schema }) => [name, [...sample(schema).map(textOf), ...ID]]),
        )
      const [media, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
      return {
        method: method.toUpperCase(),
        path,
        isOpen: operation.security?.length === 0,
        params: given('path'),
        query: given('query'),
        media,
        bodies: content ? sample(content.schema) : [],
      }
    }),
  )
}

/** The fields of the pages' forms; for a page without one, nothing. */
const FORMS: Record<string, Record<string, string>> = {
  '/sign-in': { token: `mb_${'x'.repeat(43)}`, link: `mb_${'y'.repeat(43)}`, next: '/topics' },
  '/sign-in/mail': { email: 'ada@brief.example', next: '/topics' },
  '/sign-in/passkey/question': {},
  '/sign-in/passkey': {
    id: 'AAAA',
    client_data: 'e30',
    authenticator_data: 'AAAA',
    signature: 'AAAA',
    next: '/',
  },
  '/set-up': { code: `mb_${'x'.repeat(43)}`, email: 'ada@brief.example', time_zone: 'Europe/Berlin' },
  '/sign-out': {},
  '/settings/passkeys/question': {},
  '/settings/passkeys': {
    id: 'AAAA',
    client_data: 'e30',
    authenticator_data: 'AAAA',
    public_key: 'AAAA',
    algorithm: '-7',
  },
  '/settings/passkeys/{id}/delete': {},
  '/people': { email: 'eve@brief.example', role: 'reader', by: 'link' },
  '/people/{id}': { role: 'reader' },
  '/people/{id}/link': {},
  '/start': { interest_climate: 'on', time_zone: 'Europe/Berlin', language: 'en' },
  '/articles/{id}/mark': { is_saved: 'true', is_read: 'true', back: '/' },
  '/mail/confirm': { token: 'x.y' },
  '/mail/unsubscribe': { token: 'x.y' },
  '/mail/rate': { token: 'x.y', rating: 'up' },
  '/briefs/today/build': {},
  '/deliveries/{id}/feedback': { rating: 'up', comment: 'More of this', back: '/' },
  '/todos': { description: 'Read the brief', back: '/' },
  '/todos/{id}': { completed: 'true', back: '/' },
  '/todos/{id}/delete': { back: '/' },
  '/saved': { name: 'Bread flour', back: '/briefs/2026-11-21' },
  '/saved/{id}/delete': { back: '/' },
  '/topics': { name: 'Sea', keywords: 'tide\n"high water"\n-racing', language: 'english' },
  '/topics/preview': { id: '1', name: 'Sea', keywords: 'tide\nlight*', language: 'german', add: 'sea' },
  '/topics/{id}': { id: '1', name: 'Sea', keywords: 'tide', language: 'english' },
  '/topics/{id}/active': { is_active: 'true' },
  '/topics/{id}/delete': {},
  '/sources': { address: 'harbour-gazette.invalid' },
  '/sources/opml': { opml: '<opml><outline xmlUrl="https://a.invalid/feed"/></opml>' },
  '/sources/{id}': { name: 'Gazette', feed_url: 'https://a.invalid/f', credibility_score: '0.5' },
  '/sources/{id}/choice': { choice: 'muted' },
  '/sources/{id}/fetch': {},
  '/sources/{id}/delete': {},
  '/settings': { time_zone: 'Europe/Berlin', brief_hour: '6' },
  '/settings/muted': { muted_words: 'lottery\n"royal family"' },
  '/settings/tokens': { name: 'Phone' },
  '/settings/tokens/{id}/delete': {},
  '/settings/channels/mail': { address: 'ada@brief.example' },
  '/settings/channels/webhook': { address: 'https://hooks.invalid/x', format: 'json' },
  '/settings/channels/{id}': { weekdays: '1', hour: '6' },
  '/settings/channels/{id}/now': {},
  '/settings/channels/{id}/confirmation': {},
  '/settings/channels/{id}/on': {},
  '/settings/channels/{id}/off': {},
  '/settings/channels/{id}/delete': {},
  '/settings/feed': {},
  '/settings/feed/delete': {},
  '/settings/tastes/{id}/reset': {},
  '/settings/sessions/delete': {},
  '/settings/sessions/{id}/delete': {},
}
/** Pages that answer to anybody. */
const OPEN_PAGES = [
  '/sign-in',
  '/sign-in/mail',
  '/sign-in/passkey/question',
  '/sign-in/passkey',
  '/set-up',
  '/sign-out',
  '/mail/confirm',
  '/mail/unsubscribe',
  '/mail/rate',
]

const valuesOf = (path: string, name: string) =>
  name === 'date' ? ['today', '2026-11-21'] : path.startsWith('/saved') ? [UUID] : ID

/** Every page and every form of the pages, as the application has them. */
export function pages(app: Pick<Hono, 'routes'>, contract: readonly Route[]): Route[] {
  const known = new Set(contract.map(({ method, path }) => `${method} ${path}`))
  const routes = app.routes
    .map(({ method, path }) => ({ method, path: path.replace(/:(\w+)/g, '{$1}') }))
    .filter(({ method, path }) => method !== 'ALL' && !path.includes('*') && !known.has(`${method} ${path}`))
  return routes.map(({ method, path }) => {
    const fields = method === 'POST' ? FORMS[path] : {}
    if (!fields) throw new Error(`The form of ${path} has no fields here: add them to FORMS.`)
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
    return {
      method,
      path,
      isOpen: OPEN_PAGES.includes(path),
      params: Object.fromEntries(names.map((name) => [name, valuesOf(path, name)])),
      query: { next: ['/topics'], all: [''], everywhere: [''] },
      media:
        method !== 'POST'
          ? undefined
          : path === '/sources/opml'
            ? 'multipart/form-data; boundary=b'
            : 'application/x-www-form-urlencoded',
      bodies: [fields],
    }
  })
}
