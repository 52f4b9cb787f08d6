import { ALLOWED_TAGS } from './allowed-html.ts'

/** Tags of HTML besides those that are kept; what else is dropped with all it holds is mentioned in a text, not used. */
const OTHER_TAGS =
  'font center nobr form input embed link meta body html picture script style svg noscript x-frame iframe'
const MARKUP_TAGS: ReadonlySet<string> = new Set([...ALLOWED_TAGS, ...OTHER_TAGS.split(' ')])
const TAG = /<(\/?)([a-z][\w:-]*)([^<>]*)(>?)/gi
const ENTITY = /&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]{1,31});/i
/** References to what cannot be seen, as a text about HTML names them: with a space on both sides. */
const NAMED_SPACES =
  /(?<=^|\s)&(nbsp|ensp|emsp|thinsp|shy|zwj|zwnj|lrm|rlm|#160|#xa0|#8203|#x200b);(?=\s|$)/gi

/**
 * A text nobody labelled as HTML, or null if it is plain. Tags that a writer mentions ("Stop nesting <p> inside <p>")
 * keep their words: only those that mark something up are tags, which have an end, attributes or need neither. Being
 * wrong loses text, so doubt means plain.
 */
export function guessHtml(text: string): string | null {
  const hasEntity = ENTITY.test(text)
  if (!text.includes('<')) return hasEntity ? text.replace(NAMED_SPACES, '&amp;$1;') : null
  const { isMarkup, any } = markupIn(text)
  if (!any && !hasEntity) return null
  let at = 0
  return text
    .replace(NAMED_SPACES, '&amp;$1;')
    .replace(TAG, (whole) => (isMarkup[at++] ? whole : `&lt;${whole.slice(1)}`))
}

/** Which of the tags of a text mark it up, in their order. */
function markupIn(text: string): { isMarkup: boolean[]; any: boolean } {
  const tags = [...text.matchAll(TAG)].map(
    ({ 0: whole, 1: slash, 2: name = '', 3: rest = '', 4: end, index }, place) => ({
      name: name.toLowerCase(),
      isEnd: slash === '/',
      isWhole: end === '>',
      hasMore: /[="']|\/$/.test(rest),
      place,
      before: text.charAt(index - 1),
      after: text.slice(index + whole.length, index + whole.length + 12),
    }),
  )
  const firstOpen = new Map<string, number>()
  const lastEnd = new Map<string, number>()
  for (const { name, isEnd, place } of tags) {
    if (isEnd) lastEnd.set(name, place)
    else if (!firstOpen.has(name)) firstOpen.set(name, place)
  }
  const isMarkup = tags.map(({ name, isEnd, isWhole, hasMore, before, after, place }) => {
    if (!isWhole) return false
    const isPaired = (firstOpen.get(name) ?? Number.POSITIVE_INFINITY) < (lastEnd.get(name) ?? -1)
    // An end without a beginning is left over when a text was cut, or of the field around it; nothing follows it then.
    const isLeftOver = isEnd && !firstOpen.has(name) && after.trim() === '' && place === tags.length - 1
    if (isLeftOver && (name === 'title' || MARKUP_TAGS.has(name))) return true
    if (!MARKUP_TAGS.has(name)) return false
    if (isEnd) return isPaired
    if (isPaired) return true
    if (/^\s*(?:tag|element|attribute)/i.test(after)) return false
    // "<p>Hello", of which the end is missing; but "the <p> tag" and "array<i>".
    const beginsText = /^(?:\s|)$/.test(before) && /^[\p{L}\p{N}]/u.test(after)
    return hasMore || MARKS_ALONE.has(name) || beginsText
  })
  return { isMarkup, any: isMarkup.includes(true) }
}

/** Without content and end, and in texts for a reason. */
const MARKS_ALONE = new Set(['br', 'hr', 'img', 'wbr'])
