/** The bytes up to the last tag or brace that is whole, so that no character is cut in two. */
export function toLastTag(bytes: Uint8Array): Uint8Array {
  const end = Math.max(bytes.lastIndexOf(0x3e), bytes.lastIndexOf(0x7d))
  return end < 0 ? bytes : bytes.subarray(0, end + 1)
}

/** A feed of which only the beginning came, up to the last entry that is whole, and ended as a document. */
export function toLastEntry(text: string): string {
  if (/^\s*\{/.test(text)) return toLastItem(text)
  const ends = ['</item>', '</entry>'].map((end) => ({ end, at: text.lastIndexOf(end) }))
  const { end, at } = ends.reduce((a, b) => (b.at > a.at ? b : a))
  return at < 0 ? text : text.slice(0, at + end.length)
}

/** The same of JSON: up to the last object in the list of items, with what it stands in closed. */
function toLastItem(text: string): string {
  const open: string[] = []
  let inString = false
  let end = 0
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (inString) {
      if (character === '\\') at += 1
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '{' || character === '[') open.push(character === '{' ? '}' : ']')
    else if (character === '}' || character === ']') {
      open.pop()
      if (character === '}' && open.length === 2) end = at + 1
    }
    if (open.length > MAX_DEPTH) break
  }
  return end === 0 ? text : `${text.slice(0, end)}]}`
}

const MAX_DEPTH = 200
