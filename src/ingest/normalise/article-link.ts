import { isTracking } from './tracking-parameters.ts'
import { unwrapRedirect } from './unwrap-redirect.ts'

/** Most characters of a link the database keeps, and of one that is looked at: tracking may make it longer. */
const MAX_LINK = 1024
const MAX_WRITTEN = 4096

/**
 * An entry's link as it is stored, or null if it leads nowhere a reader can go: http(s) only, without credentials,
 * tracking parameters and default port, host in lower case, `feed:` and redirectors unwrapped. Everything that can change which
 * page answers stays as it was: scheme, www, path, the order of the other parameters.
 *
 * The fragment stays, since change logs link to `page#v2` and old applications to `#!/page`, unless it is empty,
 * tracks, or names a place every page has (`#comments`, `#:~:text=...`).
 */
export function articleLink(link: string): string | null {
  if (link.length > MAX_WRITTEN) return null
  const written = URL.parse(link.replace(/^feed:(\/\/)?(?=https?:)/i, '').replace(/^feed:\/\//i, 'http://'))
  if (!written || !/^https?:$/.test(written.protocol) || !written.hostname) return null
  const url = written.search || written.pathname.includes('/RU=') ? unwrapRedirect(written) : written
  // Setting a part of a URL parses the whole anew, so only what there is to take off is.
  if (url.username) url.username = ''
  if (url.password) url.password = ''
  if (url.search) url.search = withoutTracking(url.search)
  if (url.hash || url.href.endsWith('#')) url.hash = meaningful(url.hash)
  return url.href.length <= MAX_LINK ? url.href : null
}

/** Takes the tracking pairs out of a query, the others untouched (URLSearchParams would spell them anew). */
function withoutTracking(search: string): string {
  if (search.length < 2) return ''
  const kept = search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !isTracking(pair.split('=')[0] ?? ''))
  return kept.length > 0 ? `?${kept.join('&')}` : ''
}

function meaningful(hash: string): string {
  const fragment = hash.slice(1)
  if (/^(comments?|respond|disqus_thread|top|more-\d+|ref=[\w.-]*)$/i.test(fragment)) return ''
  const [place = ''] = fragment.split(':~:')
  return isTracking(place.split('=')[0] ?? '') ? '' : place
}
