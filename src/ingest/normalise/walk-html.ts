import { Tokenizer } from 'htmlparser2'
import { mendHtml } from './mend-html.ts'

/** Text is collected up to this, because a tokenizer reports it in pieces of one character where each might begin a tag. */
const MAX_PIECE = 4096

/** What a walk over HTML reports. Names are lower-case, text and attribute values decoded. */
export interface HtmlVisitor {
  open(name: string, attributes: ReadonlyMap<string, string>, selfClosing: boolean): void
  close(name: string): void
  text(text: string): void
}

/**
 * Walks over HTML of any quality in one pass, tag by tag, without building a tree: linear in the length of the
 * input however it is nested. Comments, declarations and processing instructions are left out. Returning `false`
 * from `more` ends the walk early.
 */
export function walkHtml(source: string, visitor: HtmlVisitor, more: () => boolean = () => true): void {
  const html = mendHtml(source)
  let name = ''
  let attributes = new Map<string, string>()
  let attribute = ''
  let value = ''
  let collected = ''
  const ignore = () => {}
  const goOn = () => {
    if (!more()) tokenizer.pause()
  }
  const report = () => {
    if (collected === '') return
    const text = collected
    collected = ''
    visitor.text(text)
    goOn()
  }
  const end = (selfClosing: boolean) => {
    visitor.open(name, attributes, selfClosing)
    goOn()
  }
  const text = (piece: string) => {
    collected += piece
    if (collected.length >= MAX_PIECE) report()
  }
  const tokenizer: Tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ontext: (start, stop) => text(html.slice(start, stop)),
      ontextentity: (point) => text(String.fromCodePoint(point)),
      onopentagname(start, stop) {
        report()
        name = html.slice(start, stop).toLowerCase()
        attributes = new Map()
      },
      onattribname(start, stop) {
        attribute = html.slice(start, stop).toLowerCase()
        value = ''
      },
      onattribdata(start, stop) {
        value += html.slice(start, stop)
      },
      onattribentity(point) {
        value += String.fromCodePoint(point)
      },
      onattribend() {
        if (!attributes.has(attribute) && attributes.size < 100) attributes.set(attribute, value)
      },
      onopentagend: () => end(false),
      onselfclosingtag: () => end(true),
      onclosetag(start, stop) {
        report()
        visitor.close(html.slice(start, stop).trim().toLowerCase())
        goOn()
      },
      oncdata: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onprocessinginstruction: ignore,
      onend: ignore,
    },
  )
  tokenizer.write(html)
  if (more()) tokenizer.end()
  if (more()) report()
}
