import { escapeHtml } from '../normalise/escape-html.ts'
import { decodeStrict } from './decode-strict.ts'
import { MAX_TEXT, type RawText } from './raw-feed.ts'
import { repairText } from './repair-text.ts'
import { baseOf, resolveLink } from './resolve-link.ts'
import { elementsOf, textOf, type XmlElement } from './xml-element.ts'

/**
 * Reads an element that holds a text for people: by its `type` and `mode` (Atom 1.0 section 3.1, Atom 0.3
 * section 3.1), else as `otherwise`. Markup that stands there unescaped is taken as the markup it is. Null when
 * there is nothing to read: an empty element, or base64 that is no text.
 */
export function readText(
  element: XmlElement | undefined,
  documentBase: string,
  otherwise: RawText['kind'],
): RawText | null {
  if (!element) return null
  const base = baseOf(element, documentBase)
  const type = (element.attributes.get('type') ?? '').trim().toLowerCase().split(';')[0] ?? ''
  const mode = element.attributes.get('mode')?.toLowerCase()
  if (mode === 'base64' || isBinary(type)) {
    const value = decodeBase64(textOf(element))
    if (value) return { value: repairText(value), kind: kindOf(type, 'text'), base }
    if (/^(image|audio|video|font)\/|octet-stream|pdf|zip/.test(type)) return null
  }
  const markup = elementsOf(element).length > 0
  const value = repairText(
    (markup ? innerHtml(element, documentBase, base) : textOf(element)).slice(0, MAX_TEXT),
  ).trim()
  if (!value) return null
  // XHTML that was escaped all the same is read as what it says it is.
  const kind = markup || isXml(type) ? 'html' : kindOf(type, otherwise)
  return { value: withoutEnd(kind === 'html' ? withoutCdata(value) : value), kind, base }
}

/** HTML has no CDATA: a browser would hide what a section within another one leaves of it. */
function withoutCdata(html: string): string {
  return html.includes('<![CDATA[') ? html.replaceAll('<![CDATA[', '').replace(/\]\](?:>|&gt;)/g, '') : html
}

/** The end of a section whose beginning was read as one, but which was escaped itself. */
const withoutEnd = (text: string) => text.replace(/\]\](?:>|&gt;)$/, '')

function kindOf(type: string, otherwise: RawText['kind']): RawText['kind'] {
  if (type === 'html' || type === 'text/html' || type === 'xhtml') return 'html'
  return type === 'text' || type.startsWith('text/') ? 'text' : otherwise
}

function isXml(type: string): boolean {
  return type === 'xhtml' || type.endsWith('+xml') || type.endsWith('/xml')
}

function isBinary(type: string): boolean {
  return type.includes('/') && !type.startsWith('text/') && !isXml(type)
}

function decodeBase64(text: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(text.slice(0, MAX_TEXT).replace(/\s+/g, '')), (byte) =>
      byte.charCodeAt(0),
    )
    return decodeStrict(bytes, 'utf-8')
  } catch {
    return null
  }
}

/** Writes the content of an element as HTML: names without prefixes, links under an inner xml:base absolute. */
function innerHtml(element: XmlElement, documentBase: string, base: string): string {
  const pieces: string[] = []
  let length = 0
  const write = (piece: string) => {
    pieces.push(piece)
    length += piece.length
  }
  const writeChildren = (parent: XmlElement) => {
    for (const child of parent.children) {
      if (length > MAX_TEXT) return
      if (typeof child === 'string') write(escapeHtml(child))
      else writeElement(child)
    }
  }
  const writeElement = (child: XmlElement) => {
    const name = child.written.slice(child.written.indexOf(':') + 1)
    const inner = baseOf(child, documentBase)
    write(`<${name}`)
    for (const [key, value] of child.attributes) {
      const link = inner !== base && (key === 'href' || key === 'src') ? resolveLink(value, inner) : null
      write(` ${key}="${escapeHtml(link ?? value)}"`)
    }
    write('>')
    if (VOID.has(name.toLowerCase())) return
    writeChildren(child)
    write(`</${name}>`)
  }
  writeChildren(element)
  return pieces.join('')
}

const VOID = new Set([
  'br',
  'hr',
  'img',
  'wbr',
  'col',
  'input',
  'embed',
  'param',
  'source',
  'track',
  'area',
  'link',
])
