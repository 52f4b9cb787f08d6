/** A feed as a subscription list holds it. */
export interface OpmlFeed {
  name: string
  /** The site. */
  url: string
  feed_url: string
  /** The folders it lies in, the outermost first. */
  tags: string[]
}

interface Folder {
  folders: Map<string, Folder>
  feeds: OpmlFeed[]
}

/**
 * A subscription list in OPML 2.0 (http://opml.org/spec2.opml). A feed's tags become folders one within the other,
 * so that reading the list gives the same tags in the same order.
 */
export function writeOpml(feeds: readonly OpmlFeed[], now: Date): string {
  const root = newFolder()
  for (const feed of feeds) folderFor(root, feed.tags).feeds.push(feed)
  return `<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head>
    <title>Morning Brief: sources</title>
    <dateCreated>${now.toUTCString()}</dateCreated>
  </head>
  <body>
${linesOf(root, '    ').join('\n')}
  </body>
</opml>
`
}

const newFolder = (): Folder => ({ folders: new Map(), feeds: [] })

function folderFor(root: Folder, tags: readonly string[]): Folder {
  let folder = root
  for (const tag of tags) {
    const inner = folder.folders.get(tag) ?? newFolder()
    folder.folders.set(tag, inner)
    folder = inner
  }
  return folder
}

function linesOf(folder: Folder, indent: string): string[] {
  const feeds = folder.feeds.map(({ name, url, feed_url }) => {
    const title = attribute(name)
    return `${indent}<outline type="rss" text=${title} title=${title} xmlUrl=${attribute(feed_url)} htmlUrl=${attribute(url)}/>`
  })
  const folders = [...folder.folders].flatMap(([name, inner]) => [
    `${indent}<outline text=${attribute(name)} title=${attribute(name)}>`,
    ...linesOf(inner, `${indent}  `),
    `${indent}</outline>`,
  ])
  return [...feeds, ...folders]
}

/** A quoted attribute value (XML 1.0 §2.2, §3.3.3): no characters that XML lacks, white space kept as it is. */
function attribute(value: string): string {
  const escaped = value
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
  return `"${escaped}"`
}
