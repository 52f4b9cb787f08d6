import type { Brief } from '../schemas.ts'
import { SCORING } from '../scoring.ts'
import { alsoIn, fewer, longDate, nothingYet } from './words.ts'

const WIDTH = 72
const PLACES = SCORING.places

type Delivery = Brief['topics'][number]['deliveries'][number]

/**
 * A brief as plain text for an e-mail or a terminal, wrapped at 72 columns. Ends with a newline.
 * @param linesAfter what stands under an article beside what all briefs have
 */
export function renderText(brief: Brief, linesAfter: (delivery: Delivery) => string[] = () => []): string {
  const blocks = [`Morning Brief, ${longDate(brief.date)}`]
  if (brief.topics.length === 0) blocks.push(wrap(nothingYet(brief), ''))
  for (const topic of brief.topics) {
    blocks.push(`${topic.name}\n${'='.repeat(Math.min(width(topic.name), WIDTH))}`)
    for (const delivery of topic.deliveries) {
      const { position, article, reason, update_of, also_in } = delivery
      const lines = [
        wrap(`${position}. ${update_of === null ? '' : 'Update: '}${article.title}`, '   ', ''),
        wrap(article.source.name, '   '),
        ...(article.summary ? [wrap(article.summary.text, '   ')] : []),
        wrap(`Why: ${reason}`, '   '),
        ...(also_in.length > 0 ? [wrap(alsoIn(also_in), '   ')] : []),
        `   ${article.link}`,
        ...linesAfter(delivery).map((line) => `   ${line}`),
      ]
      blocks.push(lines.join('\n'))
    }
    if (topic.deliveries.length < PLACES) blocks.push(wrap(fewer(brief, topic), ''))
  }
  return `${blocks.join('\n\n')}\n`
}

/** Breaks a text between words; a word that is longer than a line stays whole. */
function wrap(text: string, indent: string, first = indent): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line && width(line) + 1 + width(word) > WIDTH - indent.length) {
      lines.push(line)
      line = word
    } else line = line ? `${line} ${word}` : word
  }
  if (line) lines.push(line)
  return lines.map((each, at) => (at === 0 ? first : indent) + each).join('\n')
}

/** Columns of a text: letters of East Asia take two. */
const width = (text: string) =>
  [...text].reduce(
    (sum, letter) =>
      sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/.test(letter) ? 2 : 1),
    0,
  )
