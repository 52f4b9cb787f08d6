import { WITHOUT_SPACES } from '../topics/keywords.ts'

/** What stands between `or`s is looked up one by one, and so is each beginning, in all words that begin so. */
const MAX_ALTERNATIVES = 16
const MAX_PREFIXES = 8
/** A shorter beginning would find nearly everything; in a script without spaces one letter is enough. */
const MIN_PREFIX = 2

/**
 * What stands between `or`s, as websearch_to_tsquery reads them: an `or` within quotes is a word. Each once.
 * @returns the alternatives, or what is wrong with the search: a message that begins behind the field's name
 */
export function alternativesOf(q: string): string[] | { fault: string } {
  const alternatives: string[][] = [[]]
  const prefixes = new Set<string>()
  for (const [part] of q.matchAll(/-?"[^"]*"|\S+/g)) {
    if (part.toLowerCase() === 'or') alternatives.push([])
    else alternatives.at(-1)?.push(part)
    const prefix = /^-?([^"]*)\*$/.exec(part)?.[1]
    if (prefix === undefined || !/[\p{L}\p{N}]/u.test(prefix)) continue
    if ([...prefix].length < MIN_PREFIX && !WITHOUT_SPACES.test(prefix)) {
      return { fault: `must have at least ${MIN_PREFIX} letters before a *` }
    }
    prefixes.add(prefix)
  }
  if (prefixes.size > MAX_PREFIXES) return { fault: `must have at most ${MAX_PREFIXES} words that end in *` }
  const found = [...new Set(alternatives.map((parts) => parts.join(' ')).filter(Boolean))]
  if (found.length > MAX_ALTERNATIVES) return { fault: `must have at most ${MAX_ALTERNATIVES} alternatives` }
  return found
}
