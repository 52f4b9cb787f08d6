/** Hosts that pass readers on, by the beginning of host and path, and the parameters that carry the target. */
const REDIRECTORS: readonly [pattern: RegExp, parameters: readonly string[]][] = [
  [/^(?:www\.|news\.|news\.url\.)?google\.[a-z.]{2,6}\/(?:news\/)?url$/, ['url', 'q']],
  [/^(?:www\.)?bing\.com\/(?:news\/apiclick\.aspx|ck\/a|alink\/link)$/, ['url']],
  [/^(?:www\.)?msn\.com\/.*\/redirect$/, ['url']],
  [/^(?:lm?|www)\.facebook\.com\/l\.php$/, ['u']],
  [/^l\.instagram\.com\/$/, ['u']],
  [/^l\.threads\.(?:net|com)\/$/, ['u']],
  [/^(?:www\.)?youtube\.com\/redirect$/, ['q']],
  [/^(?:www\.)?linkedin\.com\/(?:redir\/redirect|safety\/go)$/, ['url']],
  [/^(?:m\.)?vk\.com\/away(?:\.php)?$/, ['to']],
  [/^t\.umblr\.com\/redirect$/, ['z']],
  [/^(?:www\.)?reddit\.com\/(?:r\/)?media$/, ['url']],
  [/^out\.reddit\.com\//, ['url']],
  [/^(?:www\.)?duckduckgo\.com\/l\/$/, ['uddg']],
  [/^slack-redir\.net\/link$/, ['url']],
  [/^steamcommunity\.com\/linkfilter\/?$/, ['url', 'u']],
  [/^(?:www\.)?getpocket\.com\/redirect$/, ['url']],
  [/^exit\.sc\/$/, ['url']],
  [/^(?:go\.skimresources|go\.redirectingat)\.com\/$/, ['url']],
  [/^(?:www\.)?awin1\.com\/(?:cread|awclick)\.php$/, ['ued', 'p']],
  [/^click\.linksynergy\.com\//, ['murl']],
  [/^[a-z\d-]+\.safelinks\.protection\.outlook\.com\/$/, ['url']],
  [/^(?:www\.)?yandex\.[a-z]{2,3}\/(?:turbo|clck\/redir)$/, ['text', 'url']],
]
/** A redirector that leads to another: an alert about a post. */
const MOST_LAYERS = 3

/**
 * The page that an address leads to, where a redirector carries it in its query (Google Alerts, Bing News): the same
 * story has another such address in every feed. Any other address as it is.
 */
export function unwrapRedirect(url: URL): URL {
  let at = url
  for (let layer = 0; layer < MOST_LAYERS; layer++) {
    const target = targetOf(at)
    if (target === null) return at
    at = target
  }
  return at
}

function targetOf(url: URL): URL | null {
  const place = url.hostname + url.pathname
  const parameters = REDIRECTORS.find(([pattern]) => pattern.test(place))?.[1]
  for (const name of parameters ?? []) {
    const target = URL.parse(url.searchParams.get(name) ?? '')
    if (target && /^https?:$/.test(target.protocol) && target.hostname) return target
  }
  return yahooTarget(url)
}

/** Yahoo's has the target in its path: `/RU=https%3a%2f%2fexample.org%2f/RK=2`. */
function yahooTarget({ hostname, pathname }: URL): URL | null {
  if (!hostname.endsWith('.yahoo.com') || !pathname.includes('/RU=')) return null
  const written = /\/RU=([^/]+)/.exec(pathname)?.[1] ?? ''
  try {
    const target = URL.parse(decodeURIComponent(written))
    return target && /^https?:$/.test(target.protocol) ? target : null
  } catch {
    return null
  }
}
