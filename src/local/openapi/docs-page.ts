import { html, raw } from 'hono/html'
import { docsOperation } from './docs-operation.ts'
import type { Document } from './types.ts'

type Html = ReturnType<typeof html>

/** Renders the Markdown of our own descriptions: paragraphs, **bold** and `code`. Everything else is escaped. */
function renderMarkdown(text: string): Html[] {
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
 * The API documentation as one HTML page that works without scripts. With scripts each operation can be tried. It loads
 * nothing from other hosts.
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
${renderMarkdown(document.info.description ?? '')}
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
