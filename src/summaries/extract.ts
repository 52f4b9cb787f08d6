import { cutText } from '../ingest/normalise/cut-text.ts'
import { plainText } from '../ingest/normalise/plain-text.ts'
import { splitSentences } from './sentences.ts'

/** The longest extract. */
const MAX_SENTENCES = 2
const MAX_CHARACTERS = 320
/** Only the beginning of a long text is considered, which bounds the work: a brief may need an extract of every article. */
const CHARACTERS_READ = 4_000
const SENTENCES_READ = 40

/**
 * Extracts the most important sentences of a feed's own text, in their order. It is deterministic, needs no network and
 * works for any language.
 *
 * A sentence is important when its words are frequent in the text and in the title (Luhn 1958), and when it comes early,
 * since news begins with the most important facts. Sentences that only repeat the title or ask to read on are left out.
 * @param article `summary_raw` is sanitised HTML
 * @returns null when the text has nothing beyond the title
 */
export function extractSummary(article: { title: string; summary_raw: string | null }): string | null {
  const html = { value: article.summary_raw ?? '', kind: 'html', base: '' } as const
  const text = plainText(html, CHARACTERS_READ)
  const sentences = splitSentences(text, SENTENCES_READ).filter((sentence) =>
    isInformative(sentence, article.title),
  )
  if (sentences.length === 0) return null
  const frequency = new Map<string, number>()
  for (const word of sentences.flatMap(wordsOf)) frequency.set(word, (frequency.get(word) ?? 0) + 1)
  const inTitle = new Set(wordsOf(article.title))
  const weight = (sentence: string, at: number) => {
    const words = [...new Set(wordsOf(sentence))]
    const score = words.reduce(
      (sum, word) => sum + (frequency.get(word) ?? 0) + (inTitle.has(word) ? 2 : 0),
      0,
    )
    return (score / Math.sqrt(words.length + 4)) * (1 / (1 + at / 4))
  }
  const best = sentences
    .map((sentence, at) => ({ sentence, at, weight: weight(sentence, at) }))
    .sort((a, b) => b.weight - a.weight || a.at - b.at)
  const kept: typeof best = []
  for (const candidate of best) {
    if (kept.length === MAX_SENTENCES) break
    const length = kept.reduce((sum, { sentence }) => sum + sentence.length + 1, candidate.sentence.length)
    if (kept.length === 0 || length <= MAX_CHARACTERS) kept.push(candidate)
  }
  const chosen = kept.sort((a, b) => a.at - b.at).map(({ sentence }) => sentence)
  return cutText(chosen.join(' '), MAX_CHARACTERS, true)
}

function isInformative(sentence: string, title: string): boolean {
  if (!/\p{L}{2}|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(sentence))
    return false
  if (/^(read|continue|click|lesen|weiterlesen|lire|leer|leggi)\b.{0,40}$/i.test(sentence)) return false
  const words = wordsOf(sentence)
  const inTitle = new Set(wordsOf(title))
  return words.length === 0 || words.some((word) => !inTitle.has(word))
}

/** Words of three letters or more; single letters of scripts without spaces. */
const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}]{3,}/gu) ?? []
