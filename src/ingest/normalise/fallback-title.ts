import type { RawEntry, RawFeedInfo } from '../parse/raw-feed.ts'
import { cutText } from './cut-text.ts'
import { oneLine, plainText } from './plain-text.ts'

/** Longest title made out of a text, in characters. */
const MAX_FIRST_SENTENCE = 120

/**
 * A title for an entry without one (micro-blogs, photo feeds): the first sentence of its text, else the last part
 * of its link in words, else the feed's title, else the host. Never empty.
 */
export function fallbackTitle(entry: RawEntry, link: string | null, info: RawFeedInfo): string {
  for (const text of [entry.summary, entry.content]) {
    const sentence = text ? firstSentence(plainText(text, 1000).slice(0, 2000)) : ''
    if (sentence) return sentence
  }
  return (
    (link && lastPart(link)) ||
    (info.title && plainText(info.title)) ||
    hostOf(link ?? info.link) ||
    'Untitled'
  )
}

function firstSentence(text: string): string {
  const sentence = /^.{8,}?[.!?…](?=\s)|^.{5,}?[。！？]/u.exec(text)?.[0] ?? text
  if (sentence.length <= MAX_FIRST_SENTENCE) return sentence
  const cut = cutText(sentence, MAX_FIRST_SENTENCE - 1)
  const space = cut.lastIndexOf(' ')
  return `${space > MAX_FIRST_SENTENCE / 2 ? cut.slice(0, space) : cut}…`
}

function lastPart(link: string): string {
  const part = new URL(link).pathname.split('/').filter(Boolean).at(-1) ?? ''
  let decoded = part
  try {
    decoded = decodeURIComponent(part)
  } catch {
    // A percent sign that is no escape: the part as it is written.
  }
  return oneLine(decoded.replace(/\.\w{2,5}$/, '').replace(/[-_+]+/g, ' '))
}

function hostOf(link: string | null): string {
  return (link && URL.parse(link)?.hostname) || ''
}
