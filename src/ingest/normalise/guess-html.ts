import { ALLOWED_TAGS, DROPPED_TAGS, VOID_TAGS } from './allowed-html.ts'

/** Tags of HTML besides those that are kept or dropped with what they hold. */
const OTHER_TAGS = [
  'font',
  'center',
  'nobr',
  'form',
  'input',
  'embed',
  'link',
  'meta',
  'body',
  'html',
  'picture',
]
const HTML_TAGS: ReadonlySet<string> = new Set([...ALLOWED_TAGS, ...DROPPED_TAGS, ...OTHER_TAGS])
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
  const tags = [...text.matchAll(TAG)].map(([whole, slash, name = '', rest = '', end], place) => ({
    name: name.toLowerCase(),
    isEnd: slash === '/',
    isWhole: end === '>',
    hasMore: /[="']|\/$/.test(rest),
    place,
    isLast: whole.length > 0 && text.trimEnd().endsWith(whole),
  }))
  const firstOpen = new Map<string, number>()
  const lastEnd = new Map<string, number>()
  for (const { name, isEnd, place } of tags) {
    if (isEnd) lastEnd.set(name, place)
    else if (!firstOpen.has(name)) firstOpen.set(name, place)
  }
  const isMarkup = tags.map(({ name, isEnd, isWhole, hasMore, isLast }) => {
    if (!isWhole || !HTML_TAGS.has(name)) return false
    const isPaired = (firstOpen.get(name) ?? Number.POSITIVE_INFINITY) < (lastEnd.get(name) ?? -1)
    if (isEnd) return isPaired || isLast
    return isPaired || hasMore || (VOID_TAGS.has(name) && MARKS_ALONE.has(name))
  })
  return { isMarkup, any: isMarkup.includes(true) }
}

/** Without content and end, and in texts for a reason. */
const MARKS_ALONE = new Set(['br', 'hr', 'img', 'wbr'])
