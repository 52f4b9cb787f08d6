/** Elements a summary may keep: text, lists, tables and images. Everything else loses its tags. */
export const ALLOWED_TAGS = words(`
  a abbr acronym address article aside b bdi bdo big blockquote br caption cite code col colgroup dd del details
  dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p pre q rp rt
  ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr
`)

/** Elements that go with all they hold: scripts, styles, other languages than HTML, controls, embedded documents. */
export const DROPPED_TAGS = words(`
  script style svg math template head title textarea select button option datalist
  audio video canvas frameset noframes noembed xmp plaintext map
`)

/** Elements without content and end tag. */
export const VOID_TAGS = words('area base br col embed hr img input link meta param source track wbr')

/** Elements that begin a new line, so that words on both sides of their tags are two words. */
export const BLOCK_TAGS = words(`
  address article aside blockquote br caption dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6
  header hr li main ol p pre section summary table tbody td tfoot th thead tr ul
`)

/** Attributes that are kept, by element; `*` on any. Those that hold an address are in URL_ATTRIBUTES. */
export const ALLOWED_ATTRIBUTES: Readonly<Record<string, ReadonlySet<string>>> = {
  '*': words('dir lang title'),
  a: words('href hreflang'),
  bdo: words('dir'),
  blockquote: words('cite'),
  col: words('span'),
  colgroup: words('span'),
  del: words('cite datetime'),
  img: words('src alt width height'),
  ins: words('cite datetime'),
  li: words('value'),
  ol: words('start reversed type'),
  q: words('cite'),
  td: words('colspan rowspan'),
  th: words('colspan rowspan scope abbr'),
  time: words('datetime'),
}

export const URL_ATTRIBUTES = words('href src cite')

const P = words('p')
const CELL = words('td th')

/** Opening the key closes these when they are the innermost open element (WHATWG HTML, optional tags). */
export const CLOSED_BY: Readonly<Record<string, ReadonlySet<string>>> = {
  li: words('li p'),
  dt: words('dt dd p'),
  dd: words('dt dd p'),
  tr: words('tr td th'),
  td: CELL,
  th: CELL,
  tbody: words('tr td th thead tbody'),
  tfoot: words('tr td th tbody'),
  a: words('a'),
  ...Object.fromEntries(
    [...words('p div ul ol dl table blockquote pre h1 h2 h3 h4 h5 h6 hr section article figure')].map(
      (tag) => [tag, P],
    ),
  ),
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/))
}
