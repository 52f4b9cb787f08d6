/** Operations that answer with everything there is, ask other servers first, or ask nothing of a table. */
export const WHOLE = new Set([
  'GET /health',
  'GET /health/db',
  'GET /api/v1/me/export',
  'GET /api/v1/sources.opml',
  'POST /api/v1/sources',
  'POST /api/v1/sources/discover',
  'POST /api/v1/sources/opml',
  'GET /api/v1/push-key',
  'POST /api/v1/mail-events',
])

/** The pages that show rows; those of all sources and of the operator's numbers show the whole. */
export const PAGES = [
  '/',
  '/search',
  '/search?q=herring',
  '/search?q=herring&sort=date&source_id=3',
  '/search?topic_id=3',
  '/articles/7',
  '/week',
  '/start/progress',
  '/topics',
  '/topics/1',
  '/sources/1',
  '/settings',
  '/settings/tastes',
  '/settings/channels',
]

/** Forms of pages that show rows without changing any. */
export const FORMS: Record<string, Record<string, string>> = {
  '/topics/preview': { name: 'Fish', keywords: 'herring\nrye -bread\n-story', language: 'english' },
}

/** A body for each operation that takes one. */
export const BODIES: Record<string, unknown> = {
  'POST /items': { name: 'Rye' },
  'PUT /items/{id}': { name: 'Rye' },
  'POST /api/todos': { description: 'Knead' },
  'PATCH /api/todos/{id}': { completed: true },
  'PATCH /api/v1/me': { time_zone: 'UTC' },
  'POST /api/v1/tokens': { name: 'plans' },
  'POST /api/v1/users': { email: 'new@plans.example' },
  'PATCH /api/v1/users/{id}': { is_active: false },
  'PUT /api/v1/sources/{id}/choice': { choice: 'muted' },
  'PATCH /api/v1/sources/{id}': { name: 'Herald' },
  'PUT /api/v1/sources/{id}': {
    name: 'Herald',
    url: 'https://h.example/',
    feed_url: 'https://h.example/feed',
  },
  'POST /api/v1/articles': {
    source_id: 1,
    title: 'A',
    link: 'https://a.example/',
    published_at: '2026-11-20T00:00:00Z',
  },
  'PUT /api/v1/articles/{id}/mark': { is_read: true, is_saved: true },
  'PUT /api/v1/articles/{id}/summaries/{model}': { summary_text: 'In short.', tokens_used: 1 },
  'POST /api/v1/topics': { name: 'Fish', keywords: ['herring'] },
  'PATCH /api/v1/topics/{id}': { name: 'Fish' },
  'POST /api/v1/channels': { kind: 'webhook', address: 'https://hook.example/' },
  'PATCH /api/v1/channels/{id}': { days: 'weekends' },
  'PUT /api/v1/deliveries/{id}/feedback': { rating: 'up' },
}

/** What each parameter of a query is asked with; after its path where that one differs. */
const VALUES: Record<string, string> = {
  limit: '20',
  offset: '15000',
  completed: 'true',
  is_active: 'true',
  failing: 'true',
  tag: 'news',
  q: 'herring',
  language: 'german',
  sort: 'date&q=herring',
  source_id: '3',
  topic_id: '3',
  since: '2026-11-19T00:00:00Z',
  until: '2026-11-20T00:00:00Z',
  '/api/v1/deliveries since': '2026-11-19',
  '/api/v1/deliveries until': '2026-11-20',
  format: 'text',
  token: `mb_${'x'.repeat(43)}`,
}

/**
 * The queries an operation is asked with: none, then each of its parameters alone; `cursor` stands for one of its own.
 * @throws where a parameter has no value here yet
 */
export function queriesOf(path: string, parameters: readonly Parameter[]): string[] {
  const inQuery = parameters.filter((parameter) => parameter.in === 'query')
  const required = inQuery.filter((parameter) => parameter.required).map(({ name }) => termOf(path, name!))
  const optional = inQuery.filter((parameter) => !parameter.required)
  return [required.join('&'), ...optional.map(({ name }) => termOf(path, name!))]
}

interface Parameter {
  in?: string
  name?: string
  required?: boolean
}

function termOf(path: string, name: string): string {
  if (name === 'cursor') return name
  const value = VALUES[`${path} ${name}`] ?? VALUES[name]
  if (value === undefined) throw new Error(`test/plans/requests.ts has no value for ${name}`)
  return `${name}=${value}`
}
