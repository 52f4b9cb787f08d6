import { type Program, parseSync, Visitor, type VisitorObject } from 'oxc-parser'

/** A replacement of the text from `start` to `end`, in UTF-16 units. */
export interface Edit {
  start: number
  end: number
  text: string
}

/**
 * Parses a module of JavaScript or TypeScript.
 * @param file its name, whose ending tells the language
 * @throws where it has a syntax error
 */
export function parse(file: string, source: string): Program {
  const { program, errors } = parseSync(file, source)
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`)
  return program
}

/** Collects the edits that a visit of the syntax tree (ESTree) proposes. */
export function collect(program: Program, visitor: (edits: Edit[]) => VisitorObject): Edit[] {
  const edits: Edit[] = []
  new Visitor(visitor(edits)).visit(program)
  return edits
}

/** Applies edits, of which the inner of two nested ones is lost with the outer one's text. */
export function applyEdits(source: string, edits: readonly Edit[]): string {
  let text = ''
  let at = 0
  for (const edit of edits.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (edit.start < at) continue
    text += source.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return text + source.slice(at)
}
