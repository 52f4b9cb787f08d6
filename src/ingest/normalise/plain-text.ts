import type { RawText } from '../parse/raw-feed.ts'
import { cleanCharacters } from '../parse/repair-text.ts'
import { BLOCK_TAGS, DROPPED_TAGS } from './allowed-html.ts'
import { guessHtml } from './guess-html.ts'
import { walkHtml } from './walk-html.ts'

/**
 * A text for people as one line of plain text: tags removed and entities decoded where the format says it is
 * HTML, or does not say and it looks like it; runs of white space are one space.
 */
export function plainText(text: RawText, atMost = 10_000): string {
  const value = text.value.length > MAX_LINE ? text.value.slice(0, MAX_LINE) : text.value
  const html = asHtml({ ...text, value })
  return oneLine(cleanCharacters(html === null ? value : textOfHtml(html, atMost)))
}

/** No line for people is made of more than this, markup included. */
const MAX_LINE = 100_000

/** Runs of white space (and of characters that show nothing) as one space, none at the ends. */
export function oneLine(text: string): string {
  return text
    .replace(/[\s\u00ad\u200b\u2060\ufeff]+/g, (run) => (/\s/.test(run.replace(/\ufeff/g, '')) ? ' ' : ''))
    .trim()
}

/** The text as HTML, if it is to be read as that; null for one that is plain. */
export function asHtml(text: RawText): string | null {
  if (text.kind === 'text') return null
  return text.kind === 'html' ? text.value : guessHtml(text.value)
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
