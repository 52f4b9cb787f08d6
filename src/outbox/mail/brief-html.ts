import { alsoIn, fewer, longDate, nothingYet } from '../../features/briefs/render/words.ts'
import type { Brief } from '../../features/briefs/schemas.ts'
import { SCORING } from '../../features/briefs/scoring.ts'
import { cutText } from '../../ingest/normalise/cut-text.ts'
import { escapeHtml } from '../../ingest/normalise/escape-html.ts'
import { resolveUrl } from '../../ingest/normalise/safe-url.ts'
import { languageTag } from '../../web/format.ts'
import { mailDocument, STYLE } from './frame.ts'

type Topic = Brief['topics'][number]
type Delivery = Topic['deliveries'][number]

/** Links of a brief's mail, by what they are for. */
export interface BriefLinks {
  page: string
  settings: string
  unsubscribe: string
  /** By delivery. */
  thumbs: ReadonlyMap<number, { up: string; down: string }>
}

/** Gmail cuts what is longer than 102 KB, and the way out with it. In bytes. */
export const MAX_HTML = 96 * 1024

/** How much of the summaries is shown, in characters, until it fits. */
const SUMMARIES = [600, 200, 0]

/**
 * A brief as the HTML of a mail. A long brief loses words of its summaries first, then its last topics, which the page has.
 * @param preheader what a list of mails shows after the subject
 */
export function renderBriefHtml(brief: Brief, links: BriefLinks, preheader: string): string {
  const render = (characters: number, topics: readonly Topic[]) =>
    write(brief, { topics, links, characters, preheader })
  for (const characters of SUMMARIES) {
    const html = render(characters, brief.topics)
    if (sizeOf(html) <= MAX_HTML) return html
  }
  for (let count = brief.topics.length - 1; count > 0; count--) {
    const html = render(0, brief.topics.slice(0, count))
    if (sizeOf(html) <= MAX_HTML) return html
  }
  return render(0, [])
}

const sizeOf = (html: string) => new TextEncoder().encode(html).length

interface Written {
  topics: readonly Topic[]
  links: BriefLinks
  characters: number
  preheader: string
}

function write(brief: Brief, { topics, links, characters, preheader }: Written): string {
  const missing = brief.topics.length - topics.length
  const parts = [
    `<h1 style="margin:0;font:bold 26px/1.25 Georgia,serif;color:#1f1d1a" class="ink">${longDate(brief.date)}</h1>`,
    `<p ${STYLE.quiet}><a href="${escapeHtml(links.page)}" ${STYLE.link}>Read on the page</a></p>`,
    ...(brief.topics.length === 0 ? [`<p ${STYLE.text}>${escapeHtml(nothingYet(brief))}</p>`] : []),
    ...topics.map((topic) => writeTopic(brief, topic, links, characters)),
    ...(missing > 0
      ? [
          `<p ${STYLE.text}>${missing} more ${missing === 1 ? 'topic is' : 'topics are'} <a href="${escapeHtml(links.page)}" ${STYLE.link}>on the page</a>.</p>`,
        ]
      : []),
    `<div ${STYLE.rule}><p ${STYLE.quiet}>Morning Brief sends you this because you asked for it.
<a href="${escapeHtml(links.unsubscribe)}" ${STYLE.link}>Unsubscribe</a> or <a href="${escapeHtml(links.settings)}" ${STYLE.link}>change when it comes</a>.</p></div>`,
  ]
  return mailDocument({ title: `Morning Brief, ${longDate(brief.date)}`, preheader, body: parts.join('\n') })
}

function writeTopic(brief: Brief, topic: Topic, links: BriefLinks, characters: number): string {
  const few = topic.deliveries.length < SCORING.places
  return [
    `<h2 dir="auto" ${STYLE.topic}>${escapeHtml(topic.name)}</h2>`,
    ...topic.deliveries.map((delivery) => writeDelivery(delivery, links, characters)),
    ...(few ? [`<p ${STYLE.quiet}>${escapeHtml(fewer(brief, topic))}</p>`] : []),
  ].join('\n')
}

function writeDelivery(delivery: Delivery, links: BriefLinks, characters: number): string {
  const { article, reason, update_of, also_in } = delivery
  const language = languageTag(article.language)
  const of = `dir="auto"${language ? ` lang="${language}"` : ''}`
  const href = resolveUrl(article.link, 'about:blank', false)
  const title = escapeHtml(article.title)
  const summary = article.summary && characters > 0 ? cutText(article.summary.text, characters, true) : ''
  const thumbs = links.thumbs.get(delivery.id)
  return [
    `<div style="margin:0 0 20px"><h3 ${of} ${STYLE.title}>${href ? `<a href="${escapeHtml(href)}" ${STYLE.titleLink}>${title}</a>` : title}</h3>`,
    `<p dir="auto" ${STYLE.quiet}>${update_of === null ? '' : 'Update. '}${escapeHtml(article.source.name)}</p>`,
    ...(summary ? [`<p ${of} ${STYLE.text}>${escapeHtml(summary)}</p>`] : []),
    `<p ${STYLE.reason}>${escapeHtml(reason)}${also_in.length > 0 ? `<br>${escapeHtml(alsoIn(also_in))}` : ''}</p>`,
    thumbs
      ? `<p style="margin:0"><a href="${escapeHtml(thumbs.up)}" ${STYLE.thumb}>More like this</a><a href="${escapeHtml(thumbs.down)}" ${STYLE.thumb}>Less like this</a></p></div>`
      : '</div>',
  ].join('\n')
}
