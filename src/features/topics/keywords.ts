import type { FieldError } from '../../errors.ts'
import { cutText } from '../../ingest/normalise/cut-text.ts'

const MAX_KEYWORDS = 50
/** How many are looked at, repeated ones included. */
export const MAX_WRITTEN_KEYWORDS = 1000
export const TOO_MANY_KEYWORDS = `must have at most ${MAX_KEYWORDS} keywords; make a second topic for the rest`
const MAX_LENGTH = 100
/** A shorter prefix would find nearly everything; in a script without spaces one letter is enough. */
const MIN_PREFIX = 2
/** Letters of scripts that are written without spaces. */
export const WITHOUT_SPACES =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u

/**
 * Brings keywords into the one form that the database's `topic_query` reads: trimmed, single spaces, straight quotes,
 * "-" for exclusion. Repeated ones go.
 */
export function normaliseKeywords(keywords: readonly string[]): string[] {
  const normalised = keywords.map((keyword) => {
    // What is far too long stays so, and is refused as it is.
    if (keyword.length > 10 * MAX_LENGTH) return keyword
    return keyword
      .replace(/[\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02]/g, '"')
      .replace(/(^|\s)[\u2010-\u2015\u2212\uff0d](?=\S)/g, '$1-')
      .replace(/\uff0a/g, '*')
      .replace(/\s+/g, ' ')
      .trim()
  })
  return [...new Set(normalised)]
}

/**
 * What is wrong with normalised keywords, each with a pointer to the keyword and how to mend it. The stop words of a
 * language only the database knows: `saveTopic` reports those.
 *
 * A keyword is words that all have to occur, each a plain word, a "phrase", a prefix* or an -exclusion; one that
 * begins with "-" keeps away whatever the rest of it matches.
 */
export function checkKeywords(keywords: readonly string[]): FieldError[] {
  const errors = keywords.flatMap((keyword, at) => {
    const message = faultOf(keyword)
    return message === null ? [] : [{ pointer: `#/keywords/${at}`, message }]
  })
  if (keywords.length > MAX_KEYWORDS) {
    errors.push({ pointer: '#/keywords', message: TOO_MANY_KEYWORDS })
  }
  if (errors.length === 0 && keywords.length > 0 && keywords.every((keyword) => keyword.startsWith('-'))) {
    errors.push({
      pointer: '#/keywords/0',
      message: `${show(keywords[0]!)} only excludes; add a keyword that says what you want`,
    })
  }
  return errors
}

/** The message for a keyword that has only stop words. */
export const stopWordFault = (keyword: string): string =>
  `${show(keyword)} has only words that are too common to search for; put it in "quotes" to find it exactly, or add a word`

function faultOf(keyword: string): string | null {
  const name = show(keyword)
  if (keyword === '') return 'must not be empty; remove it or write a word'
  if (keyword.length > 2 * MAX_LENGTH || [...keyword].length > MAX_LENGTH)
    return `${name} is longer than ${MAX_LENGTH} characters; shorten it`
  if ((keyword.match(/"/g)?.length ?? 0) % 2 === 1)
    return `${name} has a quote that is not closed; add or remove one "`
  if (/^-+$/.test(keyword)) return `${name} excludes nothing; write the word right after the -`
  if (/^--|^-.*\s-/.test(keyword)) return `${name} excludes twice; use one - at its beginning`
  if (/""/.test(keyword)) return `${name} has empty quotes; write words between them or remove them`
  const terms = [...keyword.matchAll(/-?(?:"([^"]*)"|([^\s"]+))/g)]
  for (const [term, phrase, word] of terms) {
    if (phrase === undefined && /^\*+$/.test(word ?? ''))
      return `${name} has a * alone; write the beginning of a word before it, as kube*`
    if (phrase === undefined && /\*./.test(word ?? ''))
      return `${name} has a * inside a word; it may only end one, as kube*`
    if (!/[\p{L}\p{N}]/u.test(term))
      return `${name} has nothing to search for in ${term}; write letters or digits`
    const prefix = /^(.*)\*$/.exec(word ?? '')?.[1]
    if (prefix !== undefined && [...prefix].length < MIN_PREFIX && !WITHOUT_SPACES.test(prefix))
      return `${name} is too short a beginning; write at least ${MIN_PREFIX} letters before the *`
  }
  if (!keyword.startsWith('-') && terms.every(([term]) => term.startsWith('-')))
    return `${name} only excludes; write what you want before it`
  return null
}

/** A keyword as messages name it. */
const show = (keyword: string) => `“${cutText(keyword, 41, true)}”`
