import { PAPERS } from './catalogue.ts'
import { escapeXml } from './write/xml.ts'

/** `/`: what is served here. */
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

/** `/site`: a site that names its feeds only in `<link rel="alternate">`. */
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

function page(title: string, head: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${title}</title>
${head}
<h1>${title}</h1>
${body}
</html>
`
}
