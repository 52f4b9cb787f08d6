import { html, raw } from 'hono/html'
import { STYLES } from '../../web/styles.ts'
import { docsOperation } from './docs-operation.ts'
import type { Document } from './types.ts'

type Html = ReturnType<typeof html>

/** The page's style sheet: that of all pages, and what only this one has. */
export const docsStyles = `${STYLES}
.docs{display:grid;gap:2rem 3rem;grid-template-columns:minmax(0,1fr)}
.docs nav ul{display:flex;flex-wrap:wrap;gap:0 1rem}
.docs nav a{padding:.375rem 0}
.intro{display:grid;gap:.75rem;max-width:46rem}
details{border-bottom:1px solid var(--line)}
summary{padding:.75rem 0;cursor:pointer;display:flex;flex-wrap:wrap;gap:.25rem .75rem;align-items:baseline}
summary .method{font:700 .875rem ui-monospace,monospace;min-width:4rem;color:var(--accent)}
summary .does{color:var(--quiet);font:.9375rem var(--sans)}
.operation{padding:0 0 1.5rem;display:grid;gap:1rem}
.operation h4{font:600 .875rem var(--sans);margin:0}
pre{background:var(--raised);border:1px solid var(--line);border-radius:.375rem;padding:.75rem 1rem;margin:0;overflow-x:auto;white-space:pre-wrap}
.try{display:grid;gap:.75rem;max-width:46rem;border-left:.1875rem solid var(--accent);padding-left:1rem}
@media(scripting:none){.try,.token{display:none}}
textarea{font-family:ui-monospace,'Liberation Mono',monospace}
@media(min-width:64rem){.docs{grid-template-columns:11rem minmax(0,1fr)}.docs nav{position:sticky;top:1rem;align-self:start}.docs nav ul{display:block}}
`

/** Paragraphs, **bold** and \`code\` of the document's own descriptions; everything else is escaped. */
function prose(text: string): Html[] {
  return text.split(/\n\n+/).map((paragraph) => {
    const parts = paragraph.split(/(\*\*[^*]+\*\*|`[^`]+`)/).map((part) => {
      if (part.startsWith('**')) return html`<strong>${part.slice(2, -2)}</strong>`
      if (part.startsWith('`')) return html`<code>${part.slice(1, -1)}</code>`
      return html`${part}`
    })
    return html`<p>${parts}</p>`
  })
}

/**
 * The contract as one page to read, search and print without scripts; where scripts run, each operation can be tried.
 * It asks no other host for anything.
 */
export function docsPage(document: Document): string {
  const tags = document.tags ?? []
  const section = ({ name, description }: { name: string; description: string }) => html`
    <section aria-labelledby="${name}">
      <h2 class="rule" id="${name}">${name}</h2>
      <p>${description}</p>
      ${Object.entries(document.paths).flatMap(([path, operations]) =>
        Object.entries(operations)
          .filter(([, operation]) => operation.tags[0] === name)
          .map(([method, operation]) => docsOperation(document, method, path, operation)),
      )}
    </section>`
  const page = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The API · Morning Brief</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/docs.css">
<script src="/docs.js" type="module"></script>
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="masthead">
<a class="name" href="/">Morning Brief</a>
<p class="dateline">The API, version ${document.info.version}</p>
</header>
<div class="docs">
<nav aria-label="Groups of operations"><ul>${tags.map(({ name }) => html`<li><a href="#${name}">${name}</a></li>`)}</ul></nav>
<main id="main" tabindex="-1">
<h1 class="sr">The API of Morning Brief</h1>
<div class="intro">
${prose(document.info.description ?? '')}
<p>The same as a file: <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
<form class="token"><label for="token">Your token, for trying; it stays in this tab</label>
<input id="token" type="password" autocomplete="off" placeholder="mb_…"></form>
</div>
${tags.map(section)}
</main>
</div>
</body>
</html>
`
  return String(raw(page))
}
