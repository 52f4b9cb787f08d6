import { cutText } from './cut-text.ts'
import { plainText } from './plain-text.ts'

const MAX_TAGS = 32
const MAX_TAG = 64
/** So many are looked at, and so much of each: most say the same twice. */
const MAX_WRITTEN = 200
const MAX_TEXT = 500

/**
 * An entry's subjects: plain text of at most 64 characters, each once whatever its case, at most 32, in the feed's
 * order. "Uncategorized" in its spellings says nothing and is left out.
 */
export function cleanTags(tags: readonly string[]): string[] {
  const kept = new Map<string, string>()
  for (const written of tags.slice(0, MAX_WRITTEN)) {
    if (kept.size === MAX_TAGS) break
    const tag = cutText(plainText({ value: written.slice(0, MAX_TEXT), kind: 'guess', base: '' }), MAX_TAG)
    const key = tag.toLowerCase()
    if (tag && !kept.has(key) && !/^(un|non )categori[sz]ed$|^allgemein$|^non classé$/.test(key))
      kept.set(key, tag)
  }
  return [...kept.values()]
}
