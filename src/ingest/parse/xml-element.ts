import type { Scope } from './namespaces.ts'

/** One element of a feed. `children` holds decoded text and elements in document order. */
export interface XmlElement {
  /** Canonical name, see `canonicalName`. */
  name: string
  /** The name as the feed wrote it. */
  written: string
  /** Attribute values by lower-case name; prefixes as written. */
  attributes: ReadonlyMap<string, string>
  children: (XmlElement | string)[]
  parent: XmlElement | null
  /** The namespaces in force here. */
  scope: Scope | null
  /** The base addresses stated here and around it, the innermost first; null when there are none. */
  base: StatedBase | null
  /** The language stated here or around it; null when none is, or when it is said to be none. */
  language: string | null
  /** Whether it is an `item`, or lies in one without being content of it; the same for `entry`. */
  inItem: boolean
  inEntry: boolean
}

/** An `xml:base`, and the one outside it. What they come to is kept, as many links ask for it. */
export interface StatedBase {
  readonly stated: string
  readonly outer: StatedBase | null
  resolved?: { against: string; address: string }
}

/** The child elements, in order. */
export function elementsOf(element: XmlElement): XmlElement[] {
  return element.children.filter((child): child is XmlElement => typeof child !== 'string')
}

/** Shared, since most of what an entry is asked for is not there. */
const NONE: readonly XmlElement[] = []

/** The child elements of these canonical names, in document order. */
export function childrenNamed(element: XmlElement, ...names: string[]): readonly XmlElement[] {
  let found: XmlElement[] | undefined
  for (const child of element.children) {
    if (typeof child === 'string' || !names.includes(child.name)) continue
    found ??= []
    found.push(child)
  }
  return found ?? NONE
}

/** The same, those of names earlier in the list first: one look at the children, whatever the number of names. */
export function childrenByRank(element: XmlElement, names: readonly string[]): readonly XmlElement[] {
  const found = childrenNamed(element, ...names)
  return found.length < 2 ? found : found.toSorted((a, b) => names.indexOf(a.name) - names.indexOf(b.name))
}

/**
 * All text within an element, tags left out, and out of a CDATA section that was escaped itself. The tree's depth is
 * bounded, so recursion is safe.
 */
export function textOf(element: XmlElement): string {
  const [only] = element.children
  if (element.children.length === 1 && typeof only === 'string') return unwrapCdata(only)
  const pieces: string[] = []
  gather(element, pieces)
  return unwrapCdata(pieces.join(''))
}

function unwrapCdata(text: string): string {
  const start = /^\s*<!\[CDATA\[/.exec(text)?.[0]
  return start
    ? text
        .slice(start.length)
        .replaceAll('<![CDATA[', '')
        .replace(/\]\](?:>|&gt;)/g, '')
    : text
}

function gather(element: XmlElement, pieces: string[]): void {
  for (const child of element.children) {
    if (typeof child === 'string') pieces.push(child)
    else gather(child, pieces)
  }
}

/** The language stated on the element or the nearest ancestor that states one (XML 1.0, section 2.12). */
export function languageOf(element: XmlElement | null): string | null {
  return element?.language ?? null
}
