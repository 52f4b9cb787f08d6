import { scopeWithin } from './namespaces.ts'
import { MAX_ADDRESS } from './resolve-link.ts'
import type { StatedBase, XmlElement } from './xml-element.ts'

/** The attributes of the elements without any, which are most. */
const NONE: ReadonlyMap<string, string> = new Map()

/**
 * An element within `parent`, with what holds in it: what it states itself, else what holds around it. Its canonical name
 * and what it lies in are told afterwards.
 *
 * @param given null when it has no attributes
 */
export function newElement(
  written: string,
  given: ReadonlyMap<string, string> | null,
  parent: XmlElement | null,
): XmlElement {
  const attributes = given ?? NONE
  const language = attributes.get('xml:lang') ?? attributes.get('lang')
  return {
    name: '',
    written,
    attributes,
    children: EMPTY,
    parent,
    scope: attributes.size > 0 ? scopeWithin(parent?.scope ?? null, attributes) : (parent?.scope ?? null),
    base: baseWithin(parent?.base ?? null, attributes.get('xml:base') ?? attributes.get('base')),
    language: language === undefined ? (parent?.language ?? null) : language.trim() || null,
    inItem: false,
    inEntry: false,
  }
}

/** Shared by the elements without children, which an attacker may have a million of. */
const EMPTY: XmlElement['children'] = []

/** Appends a child, or a piece of text. */
export function addChild(parent: XmlElement, child: XmlElement | string): void {
  if (parent.children === EMPTY) parent.children = [child]
  else parent.children.push(child)
}

function baseWithin(outer: StatedBase | null, stated: string | undefined): StatedBase | null {
  return stated && stated.length <= MAX_ADDRESS ? { stated, outer } : outer
}

/** Gives the same string for the same name, so that a document's few names are kept once. */
export function interned(): (name: string) => string {
  const known = new Map<string, string>()
  return (name) => {
    const one = known.get(name)
    if (one !== undefined) return one
    if (known.size < 500 && name.length <= 64) known.set(name, name)
    return name
  }
}
