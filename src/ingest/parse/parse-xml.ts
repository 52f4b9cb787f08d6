import { Tokenizer } from 'htmlparser2'
import { entityDecoder, takeDoctype } from './decode-entities.ts'
import { canonicalName, scopeWithin } from './namespaces.ts'
import { closesByOpening } from './unclosed-tags.ts'
import type { XmlElement } from './xml-element.ts'

/** Elements nested deeper than this are read as if their tags were absent. Real feeds stay under 40. */
const MAX_DEPTH = 200
/** The attributes of the elements without any, which are most. */
const NONE: ReadonlyMap<string, string> = new Map()

/**
 * Reads XML of any quality into a tree and never throws: unclosed, crossed and stray tags, mismatched case, bare
 * ampersands and `<`, undeclared entities and prefixes, an unfinished CDATA section, text around the root. The
 * element returned is a nameless root that holds everything at top level. Time and depth are bounded by the
 * length of the input: no recursion, no entity expansion.
 */
export function parseXml(source: string): XmlElement {
  const { text, declared } = takeDoctype(source)
  const decode = entityDecoder(declared)
  const root: XmlElement = {
    name: '',
    written: '',
    attributes: NONE,
    children: [],
    parent: null,
    scope: new Map(),
  }
  let current = root
  let depth = 0
  let tooDeep = 0
  let tagStart = 0
  let tag = ''
  let attributes: Map<string, string> | null = null
  let attribute = ''
  let value = ''

  const append = (piece: string) => {
    if (piece) current.children.push(piece)
  }
  const close = () => {
    current = current.parent ?? root
    depth -= 1
  }
  const open = () => {
    while (current.parent && closesByOpening(current, tag)) close()
    if (depth >= MAX_DEPTH) {
      tooDeep += 1
      return
    }
    const scope = attributes ? scopeWithin(current.scope, attributes) : current.scope
    const name = canonicalName(tag, scope)
    const element: XmlElement = {
      name,
      written: tag,
      attributes: attributes ?? NONE,
      children: [],
      parent: current,
      scope,
    }
    current.children.push(element)
    current = element
    depth += 1
  }
  const closeNamed = (written: string) => {
    if (tooDeep > 0) {
      tooDeep -= 1
      return
    }
    const wanted = written.toLowerCase()
    let at: XmlElement | null = current
    while (at?.parent && at.written.toLowerCase() !== wanted) at = at.parent
    if (at?.parent) {
      while (current !== at) close()
      close()
    }
  }
  const isTag = () => /^[A-Za-z_:\u0080-\uffff]/.test(tag)

  const tokenizer = new Tokenizer(
    { xmlMode: true, decodeEntities: false },
    {
      ontext: (start, end) => append(decode(text.slice(start, end))),
      ontextentity: () => {},
      oncdata: (start, end, offset) => append(text.slice(start, end - offset)),
      onopentagname(start, end) {
        tagStart = start - 1
        tag = text.slice(start, end)
        attributes = null
      },
      onattribname(start, end) {
        attribute = text.slice(start, end).toLowerCase()
        value = ''
      },
      onattribdata(start, end) {
        value += text.slice(start, end)
      },
      onattribentity: () => {},
      onattribend() {
        attributes ??= new Map()
        if (!attributes.has(attribute) && attributes.size < 100) attributes.set(attribute, decode(value))
      },
      onopentagend(end) {
        // `<3` and `a <b && c` in text that nobody escaped: no tag, so it is text.
        if (isTag()) open()
        else append(decode(text.slice(tagStart, end + 1)))
      },
      onselfclosingtag() {
        if (!isTag()) return
        const before = tooDeep
        open()
        if (tooDeep > before) tooDeep = before
        else close()
      },
      onclosetag: (start, end) => closeNamed(text.slice(start, end).trim()),
      oncomment: () => {},
      ondeclaration: () => {},
      onprocessinginstruction: () => {},
      onend: () => {},
    },
  )
  tokenizer.write(text)
  tokenizer.end()
  return root
}
