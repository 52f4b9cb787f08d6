import { MAX_SUMMARY_RAW_BYTES } from '../../db/schema/limits.ts'
import { VOID_TAGS } from '../../ingest/normalise/allowed-html.ts'
import { escapeHtml } from '../../ingest/normalise/escape-html.ts'
import { sanitiseHtml } from '../../ingest/normalise/sanitise-html.ts'
import { walkHtml } from '../../ingest/normalise/walk-html.ts'

/** What has a place in the outline of our page would put another page into it: it keeps its text alone. */
const AS_BLOCK = new Set('main header footer aside section article address figure summary details'.split(' '))
const HEADINGS = new Set('h1 h2 h3 h4 h5 h6'.split(' '))
const LISTS = new Set(['ul', 'ol'])
/** Left out where nothing is in them but white space. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  '*': ['dir', 'lang'],
  a: ['href'],
  td: ['colspan', 'rowspan'],
  th: ['colspan', 'rowspan'],
  ol: ['start', 'reversed'],
  li: ['value'],
}

/**
 * An article's stored text as a part of a page of ours. It is sanitised once more, because a page must not depend on
 * what was stored by whom. Pictures give way to their descriptions, since this page loads nothing from other hosts, and
 * what structures a page of its own (headings, landmarks, a list's item without its list) to what fits below our title.
 * @param link the article's own address, that relative links are resolved against
 */
export function readingHtml(html: string, link: string): string {
  const pieces: string[] = []
  /** The tags that are open: as the feed has them, and as they are written. */
  const open: { name: string; as: string }[] = []
  walkHtml(sanitiseHtml(html, link, MAX_SUMMARY_RAW_BYTES), {
    open(name, attributes) {
      if (name === 'img') {
        const shown = attributes.get('alt')?.trim()
        pieces.push(shown ? `<i>${escapeHtml(shown)}</i>` : '')
        return
      }
      const as = nameOf(name, open.at(-1)?.as)
      pieces.push(`<${as}${attributesOf(as, attributes)}>`)
      if (!VOID_TAGS.has(name)) open.push({ name, as })
    },
    close(name) {
      const at = open.findLastIndex((each) => each.name === name)
      if (at === -1) return
      for (const { as } of open.splice(at).reverse()) pieces.push(`</${as}>`)
    },
    text: (text) => pieces.push(escapeHtml(text)),
  })
  for (const { as } of open.reverse()) pieces.push(`</${as}>`)
  // A link around nothing but a picture, and a heading without words, would be read out as nothing.
  return pieces.join('').replace(/<(a|h2|th)\b[^<>]*>\s*<\/\1>/g, '')
}

function nameOf(name: string, parent: string | undefined): string {
  if (AS_BLOCK.has(name)) return 'div'
  if (HEADINGS.has(name)) return 'h2'
  if (name === 'li' && !LISTS.has(parent ?? '')) return 'div'
  // Lists of definitions are valid only in a shape that few feeds keep.
  if (name === 'dl' || name === 'dd' || name === 'dt') return 'div'
  return name
}

function attributesOf(as: string, attributes: ReadonlyMap<string, string>): string {
  const kept = [...(ATTRIBUTES['*'] ?? []), ...(ATTRIBUTES[as] ?? [])]
  const written = kept.flatMap((name) => {
    const value = attributes.get(name)
    return value === undefined ? [] : [` ${name}="${escapeHtml(value)}"`]
  })
  return as === 'a' ? `${written.join('')} rel="noreferrer nofollow"` : written.join('')
}
