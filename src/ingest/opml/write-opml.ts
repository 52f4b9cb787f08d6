/** A feed as a subscription list holds it. */
export interface OpmlFeed {
  name: string
  /** The site. */
  url: string
  feed_url: string
  /** The folders it lies in, the outermost first. */
  tags: string[]
}

/**
 * Writes a subscription list in OPML 2.0 (http://opml.org/spec2.opml), a piece at a time. A feed's tags become folders
 * one within the other, so that reading the list gives the same tags in the same order. Feeds with the same tags share a
 * folder when they follow each other.
 */
export class OpmlWriter {
  /** The folders that are open, the outermost first. */
  #folders: readonly string[] = []

  begin(now: Date): string {
    return `<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head>
    <title>Morning Brief: sources</title>
    <dateCreated>${now.toUTCString()}</dateCreated>
  </head>
  <body>
`
  }

  /** The next feeds. */
  write(feeds: readonly OpmlFeed[]): string {
    return feeds.map((feed) => this.#moveTo(feed.tags) + outline(feed, indent(feed.tags.length))).join('')
  }

  end(): string {
    return `${this.#moveTo([])}  </body>\n</opml>\n`
  }

  /** Closes and opens folders until these are open. */
  #moveTo(folders: readonly string[]): string {
    const open = this.#folders
    let shared = 0
    while (shared < open.length && shared < folders.length && open[shared] === folders[shared]) shared++
    const closed = open.slice(shared).map((_, depth) => `${indent(open.length - 1 - depth)}</outline>\n`)
    const opened = folders
      .slice(shared)
      .map((name, depth) => `${indent(shared + depth)}<outline ${named(name)}>\n`)
    this.#folders = folders
    return [...closed, ...opened].join('')
  }
}

const indent = (depth: number) => '  '.repeat(depth + 2)

const named = (name: string) => `text=${attribute(name)} title=${attribute(name)}`

const outline = ({ name, url, feed_url }: OpmlFeed, indent: string) =>
  `${indent}<outline type="rss" ${named(name)} xmlUrl=${attribute(feed_url)} htmlUrl=${attribute(url)}/>\n`

/** A quoted attribute value (XML 1.0 §2.2, §3.3.3): no characters that XML lacks, white space kept as it is. */
function attribute(value: string): string {
  const escaped = value
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
  return `"${escaped}"`
}
