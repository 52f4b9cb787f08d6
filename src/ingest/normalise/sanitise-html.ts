import { cleanCharacters } from '../parse/repair-text.ts'
import {
  ALLOWED_ATTRIBUTES,
  ALLOWED_TAGS,
  CLOSED_BY,
  DROPPED_TAGS,
  URL_ATTRIBUTES,
  VOID_TAGS,
} from './allowed-html.ts'
import { cutText } from './cut-text.ts'
import { escapeHtml } from './escape-html.ts'
import { resolveUrl } from './safe-url.ts'
import { walkHtml } from './walk-html.ts'

/** Longer attribute values are left out. */
const MAX_VALUE = 2048
/** Tags nested deeper than this are left out, their text stays. */
const MAX_DEPTH = 60

/**
 * HTML from a stranger, written anew so that it can be put into a page as it is: allowed tags and attributes only
 * (allowed-html.ts), every tag closed, all text escaped, links absolute and http(s) or mailto, no comments, no
 * images of one pixel. Since nothing is copied but names from a list and escaped text, and no element with a
 * content model of its own is in that list, what a browser reads is what stands here.
 *
 * @param base absolute address that relative links are resolved against
 * @param limit most UTF-16 units of output; what does not fit is left out at the end and the rest closed
 */
export function sanitiseHtml(html: string, base: string, limit: number): string {
  const open: string[] = []
  const pieces: string[] = []
  let length = 0
  let closing = 0
  let full = false
  let dropping = ''
  let dropDepth = 0

  const write = (piece: string, room = 0): boolean => {
    if (length + piece.length + closing + room > limit) {
      full = true
      return false
    }
    pieces.push(piece)
    length += piece.length
    return true
  }
  const closeInnermost = () => {
    const end = `</${open.pop()}>`
    closing -= end.length
    pieces.push(end)
    length += end.length
  }

  walkHtml(
    html,
    {
      open(name, attributes, selfClosing) {
        if (dropping) {
          if (name === dropping && !selfClosing) dropDepth += 1
          return
        }
        if (DROPPED_TAGS.has(name)) {
          if (selfClosing && (name === 'svg' || name === 'math')) return
          dropping = name
          dropDepth = 1
          return
        }
        if (!ALLOWED_TAGS.has(name)) return
        if (name === 'img' && !isPicture(attributes, base)) {
          write(escapeHtml(cleanCharacters(attributes.get('alt') ?? '')))
          return
        }
        const closes = CLOSED_BY[name]
        while (closes?.has(open.at(-1) ?? '')) closeInnermost()
        if (open.length >= MAX_DEPTH && !VOID_TAGS.has(name)) return
        const tag = `<${name}${attributesOf(name, attributes, base)}>`
        if (VOID_TAGS.has(name)) {
          write(tag)
        } else if (write(tag, name.length + 3)) {
          open.push(name)
          closing += name.length + 3
        }
      },
      close(name) {
        if (dropping) {
          if (name === dropping) dropDepth -= 1
          if (dropDepth === 0) dropping = ''
          return
        }
        if (name === 'br') write('<br>')
        const at = open.lastIndexOf(name)
        while (at >= 0 && open.length > at) closeInnermost()
      },
      text(text) {
        if (dropping) return
        // What is longer than all there is room for is not looked at as a whole.
        const clean = cleanCharacters(text.slice(0, limit + 1))
        const escaped = escapeHtml(clean)
        if (length + escaped.length + closing <= limit) {
          write(escaped)
          return
        }
        const room = limit - length - closing
        const short = escapeHtml(cutText(clean, Math.max(1, Math.floor(room / 2)), true))
        if (room > 40 && short.length <= room) write(short)
        full = true
      },
    },
    () => !full,
  )
  while (open.length > 0) closeInnermost()
  return pieces.join('').trim()
}

function attributesOf(tag: string, attributes: ReadonlyMap<string, string>, base: string): string {
  let written = ''
  for (const [name, value] of attributes) {
    if (value.length > MAX_VALUE) continue
    if (!ALLOWED_ATTRIBUTES[tag]?.has(name) && !ALLOWED_ATTRIBUTES['*']?.has(name)) continue
    const safe = URL_ATTRIBUTES.has(name) ? resolveUrl(value, base, tag === 'a') : cleanCharacters(value)
    if (safe !== null) written += ` ${name}="${escapeHtml(safe)}"`
  }
  return written
}

/** An image that can be shown: with an address, and not a counter of one pixel. */
function isPicture(attributes: ReadonlyMap<string, string>, base: string): boolean {
  const tiny = (side: string) => /^\s*[01](px)?\s*$/.test(attributes.get(side) ?? '')
  return !tiny('width') && !tiny('height') && resolveUrl(attributes.get('src') ?? '', base, false) !== null
}
