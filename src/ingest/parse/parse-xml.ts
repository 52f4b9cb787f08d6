import { Tokenizer } from 'htmlparser2'
import { slicesOf } from '../in-slices.ts'
import { entityDecoder, takeDoctype } from './decode-entities.ts'
import { endSections } from './end-sections.ts'
import { canonicalName } from './namespaces.ts'
import { addChild, interned, newElement } from './new-element.ts'
import { MAX_TEXT } from './raw-feed.ts'
import { Turns } from './take-turns.ts'
import { closesByOpening, liesIn } from './unclosed-tags.ts'
import type { XmlElement } from './xml-element.ts'

/** Elements nested deeper than this are read as if their tags were absent. Real feeds stay under 40. */
const MAX_DEPTH = 200
/**
 * So many elements, attributes and pieces of text are kept: what a tree of them takes is bounded by that. A feed of ten
 * thousand entries has about twenty of them in each; a document with more is cut off there.
 */
const MAX_PARTS = 200_000
const MAX_ATTRIBUTES = 100
/** So many characters of one tag are read at a stretch. */
const STRETCH = 32_768
/** What holds elements only: white space in it is the layout of the document. */
const CONTAINERS = new Set(['', 'rss', 'channel', 'rdf:rdf', 'feed', 'item', 'entry'])

export interface XmlDocument {
  /** A nameless root that holds everything at top level. */
  root: XmlElement
  /** Whether it had more parts than are read; then the entry in which that was noticed is left out, too. */
  isCut: boolean
}

/**
 * Reads XML of any quality into a tree and never throws: unclosed, crossed and stray tags, mismatched case, bare
 * ampersands and `<`, undeclared entities and prefixes, an unfinished CDATA section, text around the root. Where every
 * tag has its end the tree is what the document says; only where one has not is it guessed which fields were never
 * closed, in a second reading. Time is linear in the length of the input, memory and depth are bounded: no recursion,
 * no entity expansion, no walk to the root for a tag. Others have their turn while a long document is read.
 */
export async function parseXml(source: string): Promise<XmlDocument> {
  const { text: whole, declared } = takeDoctype(source)
  const text = await endSections(whole, new Turns())
  return (await readTree(text, declared, false)) ?? (await readTree(text, declared, true)) ?? NOTHING
}

const NOTHING: XmlDocument = { root: newElement('', null, null), isCut: false }

/** The tree; null when tags do not match and `mends` does not allow to guess. */
async function readTree(
  text: string,
  declared: ReadonlyMap<string, string>,
  mends: boolean,
): Promise<XmlDocument | null> {
  const decode = entityDecoder(declared)
  const root = newElement('', null, null)
  /** How many elements of a name are open, in lower case: whether an end tag has one to close. */
  const openNames = new Map<string, number>()
  const name = { of: interned(), lower: interned() }
  let current = root
  let depth = 0
  let tooDeep = 0
  let parts = 0
  let tagStart = 0
  let tag = ''
  let isBroken = false
  let isFull = false
  /** Where the tokenizer last gave way to others, and whether it waits now. */
  let restedAt = 0
  let isResting = false
  let attributes: Map<string, string> | null = null
  let attribute = ''
  let value = ''

  const count = () => {
    parts += 1
    if (parts <= MAX_PARTS) return
    isFull = true
    tokenizer.pause()
  }
  const append = (piece: string) => {
    if (!piece || (CONTAINERS.has(current.name) && !/\S/.test(piece))) return
    count()
    addChild(current, piece)
  }
  const close = () => {
    const written = name.lower(current.written.toLowerCase())
    openNames.set(written, (openNames.get(written) ?? 1) - 1)
    current = current.parent ?? root
    depth -= 1
  }
  const open = () => {
    while (mends && current.parent && closesByOpening(current, tag)) close()
    if (depth >= MAX_DEPTH) {
      tooDeep += 1
      return
    }
    count()
    const element = newElement(name.of(tag), attributes, current)
    element.name = name.of(canonicalName(tag, element.scope))
    element.inItem = liesIn('item', element.name, current)
    element.inEntry = liesIn('entry', element.name, current)
    addChild(current, element)
    const written = name.lower(tag.toLowerCase())
    openNames.set(written, (openNames.get(written) ?? 0) + 1)
    current = element
    depth += 1
  }
  const closeNamed = (written: string) => {
    if (tooDeep > 0) {
      tooDeep -= 1
      return
    }
    if (!mends && current.written !== written) {
      isBroken = true
      tokenizer.pause()
      return
    }
    const wanted = written.toLowerCase()
    if (!openNames.get(wanted)) return
    while (current.parent && current.written.toLowerCase() !== wanted) close()
    close()
  }
  const isTag = () => /^[A-Za-z_:\u0080-\uffff]/.test(tag)

  const tokenizer: Tokenizer = new Tokenizer(
    { xmlMode: true, decodeEntities: false },
    {
      ontext: (start, end) => append(decode(text.slice(start, Math.min(end, start + MAX_TEXT)))),
      ontextentity: () => {},
      oncdata: (start, end, offset) => append(text.slice(start, Math.min(end - offset, start + MAX_TEXT))),
      onopentagname(start, end) {
        tagStart = start - 1
        tag = text.slice(start, end)
        attributes = null
      },
      onattribname(start, end) {
        attribute = name.of(text.slice(start, end).toLowerCase())
        value = ''
      },
      onattribdata(start, end) {
        value += text.slice(start, end)
      },
      onattribentity: () => {},
      onattribend(_, end) {
        // A tag may be as long as the document, and no slice of it ends within a tag.
        if (end - restedAt > STRETCH) {
          restedAt = end
          isResting = true
          tokenizer.pause()
        }
        attributes ??= new Map()
        if (attributes.has(attribute) || attributes.size >= MAX_ATTRIBUTES) return
        count()
        attributes.set(attribute, decode(value))
      },
      onopentagend(end) {
        // `<3` and `a <b && c` in text that nobody escaped: no tag, so it is text.
        if (isTag()) open()
        else append(decode(text.slice(tagStart, Math.min(end + 1, tagStart + MAX_TEXT))))
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
  const turns = new Turns()
  // Each slice begins with a tag, so that no reference and no text is cut in two.
  for (const slice of slicesOf(text, '<')) {
    tokenizer.write(slice)
    while (isResting && !isFull && !isBroken) {
      isResting = false
      await turns.spend(STRETCH)
      tokenizer.resume()
    }
    if (isFull || isBroken) break
    await turns.spend(slice.length)
  }
  if (isBroken || (!mends && !isFull && current !== root)) return null
  if (isFull) dropUnfinishedEntry(current)
  else tokenizer.end()
  return { root, isCut: isFull }
}

function dropUnfinishedEntry(innermost: XmlElement): void {
  for (let at: XmlElement | null = innermost; at; at = at.parent) {
    if (at.name === 'item' || at.name === 'entry') at.parent?.children.pop()
  }
}
