import { escapeHtml } from '../../../ingest/normalise/escape-html.ts'
import { resolveUrl } from '../../../ingest/normalise/safe-url.ts'
import type { Brief } from '../schemas.ts'
import { SCORING } from '../scoring.ts'
import { alsoIn, fewer, longDate, nothingYet } from './words.ts'

/**
 * A brief as an HTML document fit for an e-mail: one column, styles inline because mail programs drop sheets, no
 * scripts, no images, nothing loaded from anywhere. Every text of a feed is escaped.
 */
export function renderHtml(brief: Brief): string {
  const title = `Morning Brief, ${longDate(brief.date)}`
  const topics = brief.topics.map(
    (topic) => `
<h2 style="font-size:18px;margin:28px 0 8px;border-bottom:1px solid #d8d4cc;padding-bottom:4px">${escapeHtml(topic.name)}</h2>
${topic.deliveries.length === 0 ? '' : `<ol style="margin:0;padding:0 0 0 22px">${topic.deliveries.map(entry).join('')}\n</ol>`}${topic.deliveries.length < SCORING.places ? note(fewer(brief, topic)) : ''}`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title>
</head>
<body style="margin:0;background:#faf8f4;color:#1f1d1a;font-family:Georgia,serif;font-size:16px;line-height:1.5">
<div style="max-width:600px;margin:0 auto;padding:24px 16px">
<h1 style="font-size:24px;margin:0">${escapeHtml(title)}</h1>${topics.length === 0 ? `\n${note(nothingYet(brief))}` : topics.join('')}
</div>
</body>
</html>
`
}

function entry(delivery: Brief['topics'][number]['deliveries'][number]): string {
  const { article, reason, update_of, also_in } = delivery
  const others = also_in.length > 0 ? `<br>${escapeHtml(alsoIn(also_in))}` : ''
  return `
<li style="margin:0 0 16px">${update_of === null ? '' : 'Update: '}${renderArticle(article)}
<p style="margin:2px 0 0;font-size:13px;color:#6b655c">${escapeHtml(reason)}${others}</p></li>`
}

const note = (text: string) => `<p style="margin:8px 0;color:#6b655c">${escapeHtml(text)}</p>`

/** An article's headline, source and summary as HTML. */
function renderArticle(article: Brief['topics'][number]['deliveries'][number]['article']): string {
  const href = resolveUrl(article.link, 'about:blank', false)
  const title = escapeHtml(article.title)
  const lines = [
    href
      ? `<a href="${escapeHtml(href)}" style="color:#1f1d1a;font-weight:bold">${title}</a>`
      : `<b>${title}</b>`,
    `<span style="font-size:13px;color:#6b655c">${escapeHtml(article.source.name)}</span>`,
  ]
  const summary = article.summary ? `<p style="margin:4px 0 0">${escapeHtml(article.summary.text)}</p>` : ''
  return `${lines.join('<br>\n')}${summary}`
}
