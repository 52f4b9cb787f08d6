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
  scope: Scope
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

/** All text within an element, tags left out. The tree's depth is bounded, so recursion is safe. */
export function textOf(element: XmlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('')
}

/** The language stated on the element or the nearest ancestor that states one (XML 1.0, section 2.12). */
export function languageOf(element: XmlElement | null): string | null {
  for (let at = element; at; at = at.parent) {
    const stated = at.attributes.get('xml:lang') ?? at.attributes.get('lang')
    if (stated !== undefined) return stated.trim() || null
  }
  return null
}
