import { PAPERS } from './catalogue.ts'
import { escapeXml } from './write/xml.ts'

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
