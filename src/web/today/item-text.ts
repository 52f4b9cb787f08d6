import { cutText } from '../../ingest/normalise/cut-text.ts'

/**
 * What is typed as a new item may hold a web address, as `Flour https://mill.example/`: the first becomes the item's link,
 * and the rest its name. An address alone names itself.
 */
export function readItemText(text: string): { name: string; link?: string } {
  const parts = text.split(/\s+/).filter(Boolean)
  const at = parts.findIndex((part) => /^https?:\/\/[^/]/.test(part) && URL.canParse(part))
  const link = parts[at]
  if (link === undefined) return { name: text }
  const name = parts.toSpliced(at, 1).join(' ')
  return { name: name || cutText(link.replace(/^https?:\/\//, ''), NAME), link }
}

/** Characters of a name that is made of an address. */
const NAME = 255
