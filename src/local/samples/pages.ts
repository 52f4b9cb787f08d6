import { PAPERS } from './catalogue.ts'
import type { FoundStory } from './find-story.ts'
import { escapeXml, storyHtml } from './write/xml.ts'

/** The page at `/`: a list of the feeds. */
export function indexPage(): string {
  const rows = PAPERS.map(
    ({ name, path, description, language }) =>
      `<li lang="${language}"><a href="${path}">${escapeXml(name)}</a>: ${escapeXml(description)}</li>`,
  )
  return page(
    'Sample feeds',
    '',
    `<p>Invented news for Morning Brief on a laptop, new each day. <a href="/site">A page to discover a feed from</a>.</p>
<ul>
${rows.join('\n')}
</ul>`,
  )
}

/** The page at `/site`: a site with `<link rel="alternate">` only, to test feed discovery. */
export function sitePage(): string {
  const types: Record<string, string> = {
    rss: 'rss+xml',
    atom: 'atom+xml',
    json: 'feed+json',
    rdf: 'rdf+xml',
  }
  const links = PAPERS.slice(0, 3).map(
    ({ name, path }) =>
      `<link rel="alternate" type="application/${types[path.split('.').at(-1)!]}" title="${escapeXml(name)}" href="${path}">`,
  )
  return page(
    'The Harbour',
    links.join('\n'),
    '<p>Give this address to Morning Brief: it finds the feeds.</p>',
  )
}

/** The page of a story: what its feed says of it, and that it is invented. */
export function storyPage({ paper, story }: FoundStory): string {
  const date = story.published.toISOString().slice(0, 10)
  return page(
    escapeXml(story.title),
    '',
    `<p><a href="${paper.path}">${escapeXml(paper.name)}</a>, ${escapeXml(story.author)}, <time datetime="${date}">${date}</time></p>
${storyHtml(story)}
<hr>
<p lang="en">Invented for Morning Brief on a laptop. For real news, stop it and start <code>npm run dev -- --real</code>.</p>`,
    paper.language,
  )
}

function page(title: string, head: string, body: string, language = 'en'): string {
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<style>body { font: 1.1rem/1.6 serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem }</style>
<title>${title}</title>
${head}
<h1>${title}</h1>
${body}
</html>
`
}
