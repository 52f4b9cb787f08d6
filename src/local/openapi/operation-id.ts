const SPECIAL: Readonly<Record<string, string>> = {
  'get /health/db': 'getDatabaseHealth',
  'get /health/ready': 'getReadinessUnderHealth',
  'get /ready': 'getReadiness',
  'get /readyz': 'getReadinessAsReadyz',
  'get /api/v1/ready': 'getReadinessOfV1',
  'get /api/v1/me': 'getMe',
  'patch /api/v1/me': 'updateMe',
  'delete /api/v1/me': 'deleteMe',
  'get /api/v1/me/export': 'exportMe',
  'post /api/v1/users/{id}/sign-in-links': 'createSignInLink',
  'post /api/v1/sources/{id}/fetch': 'fetchSource',
  'post /api/v1/sources/discover': 'discoverFeeds',
  'post /api/v1/sources/opml': 'importSources',
  'get /api/v1/sources.opml': 'exportSources',
  'get /api/v1/topics/{id}/preview': 'previewTopic',
  'post /api/v1/briefs/today': 'buildBrief',
  'get /api/v1/briefs.atom': 'readBriefFeed',
  'get /api/v1/deliveries/{id}/feedback': 'getFeedback',
  'put /api/v1/deliveries/{id}/feedback': 'setFeedback',
  'delete /api/v1/deliveries/{id}/feedback': 'deleteFeedback',
  'get /api/v1/articles/{id}/summaries/{model}': 'getSummary',
  'put /api/v1/articles/{id}/summaries/{model}': 'setSummary',
  'get /api/v1/feed-token': 'getFeedToken',
  'put /api/v1/feed-token': 'replaceFeedToken',
  'delete /api/v1/feed-token': 'deleteFeedToken',
}

const VERBS: Readonly<Record<string, string>> = {
  get: 'get',
  post: 'create',
  put: 'replace',
  patch: 'update',
  delete: 'delete',
}

/**
 * The operationId of a route, by which generators name a client's functions: `listItems`, `createItem`, `getItem`,
 * `updateItem` (PATCH), `replaceItem` (PUT), `deleteItem`; for what is none of these, a verb of its own.
 */
export function operationId(method: string, path: string): string {
  const special = SPECIAL[`${method} ${path}`]
  if (special) return special
  const names = path.split('/').filter((part) => part !== '' && !/^(api|v1|\{.*)$/.test(part))
  const isOne = path.endsWith('}')
  const last = names.at(-1) ?? 'root'
  const name = pascal(isOne || method !== 'get' ? singular(last) : last)
  return `${!isOne && method === 'get' && last.endsWith('s') ? 'list' : VERBS[method]}${name}`
}

const singular = (name: string) => name.replace(/ches$/, 'ch').replace(/s$/, '')
const pascal = (name: string) => name.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase())
