import type { RawText } from '../parse/raw-feed.ts'
import { cleanCharacters } from '../parse/repair-text.ts'
import { ALLOWED_TAGS, BLOCK_TAGS, DROPPED_TAGS } from './allowed-html.ts'
import { walkHtml } from './walk-html.ts'

/**
 * A text for people as one line of plain text: tags removed and entities decoded where the format says it is
 * HTML, or does not say and it looks like it; runs of white space are one space.
 */
export function plainText(text: RawText, atMost = 10_000): string {
  const value = text.value.length > MAX_LINE ? text.value.slice(0, MAX_LINE) : text.value
  return oneLine(cleanCharacters(isHtml(text) ? textOfHtml(value, atMost) : value))
}

/** No line for people is made of more than this, markup included. */
const MAX_LINE = 100_000

/** Runs of white space (and of characters that show nothing) as one space, none at the ends. */
export function oneLine(text: string): string {
  return text
    .replace(/[\s\u00ad\u200b\u2060\ufeff]+/g, (run) => (/\s/.test(run.replace(/\ufeff/g, '')) ? ' ' : ''))
    .trim()
}

/** Whether the text is to be read as HTML. */
export function isHtml(text: RawText): boolean {
  return text.kind === 'html' || (text.kind === 'guess' && looksLikeHtml(text.value))
}

/**
 * The text a reader sees of HTML: no tags, entities decoded, blocks apart; of nothing but images what they say they
 * show. About the first `atMost` units of it.
 */
function textOfHtml(html: string, atMost = Number.POSITIVE_INFINITY): string {
  const pieces: string[] = []
  const shown: string[] = []
  let length = 0
  let dropping = ''
  const space = (name: string) => {
    if (BLOCK_TAGS.has(name)) pieces.push(' ')
  }
  walkHtml(
    html,
    {
      open(name, attributes, selfClosing) {
        if (name === 'img' && !dropping && shown.length < 10) shown.push(attributes.get('alt') ?? '')
        if (!dropping && DROPPED_TAGS.has(name) && !selfClosing) dropping = name
        space(name)
      },
      close(name) {
        if (name === dropping) dropping = ''
        space(name)
      },
      text(text) {
        if (dropping) return
        pieces.push(text)
        length += text.length
      },
    },
    () => length < atMost,
  )
  const text = pieces.join('')
  return text.trim() ? text : shown.join(' ')
}

/**
 * Whether a text nobody labelled is HTML: it has an end tag or an entity, and no tag but HTML's. Being wrong
 * loses text ("a <b> c"), so doubt means plain.
 */
function looksLikeHtml(text: string): boolean {
  if (!/<\/\w+\s*>|<\w[^<>]*\/>|<(br|img|p)\b[^<>]*>|&(#\d+|#x[\da-f]+|\w+);/i.test(text)) return false
  for (const [, name = ''] of text.matchAll(/<\/?([a-z][\w:-]*)/gi)) {
    const tag = name.toLowerCase()
    if (!ALLOWED_TAGS.has(tag) && !DROPPED_TAGS.has(tag) && !KNOWN.has(tag)) return false
  }
  return true
}

const KNOWN = new Set([
  'font',
  'center',
  'nobr',
  'form',
  'input',
  'embed',
  'link',
  'meta',
  'body',
  'html',
  'picture',
])
