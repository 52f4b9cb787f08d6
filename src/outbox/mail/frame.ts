import { escapeHtml } from '../../ingest/normalise/escape-html.ts'

/** Colours, light and dark; the dark ones are set by class, since mail programs know no custom properties. */
const INK = '#1f1d1a'
const QUIET = '#625c52'
const LINE = '#dcd5c7'
const ACCENT = '#8f3a14'

/** Inline styles, because many mail programs drop sheets. */
export const STYLE = {
  quiet: `style="margin:0;font:14px/1.45 Helvetica,Arial,sans-serif;color:${QUIET}" class="quiet"`,
  text: `style="margin:4px 0 0;font:17px/1.5 Georgia,serif;color:${INK}" class="ink"`,
  reason: `style="margin:4px 0 0;font:italic 15px/1.45 Georgia,serif;color:${QUIET}" class="quiet"`,
  topic: `style="margin:32px 0 12px;padding:10px 0 0;border-top:3px solid ${INK};font:bold 14px/1.3 Helvetica,Arial,sans-serif;letter-spacing:1px;text-transform:uppercase;color:${INK}" class="ink topic"`,
  title: `style="margin:0;font:bold 20px/1.3 Georgia,serif"`,
  titleLink: `style="color:${INK}" class="ink"`,
  link: `style="color:${ACCENT}" class="accent"`,
  /** Tall enough for a finger. */
  thumb: `style="display:inline-block;padding:8px 16px 8px 0;font:14px/1.45 Helvetica,Arial,sans-serif;color:${ACCENT}" class="accent"`,
  button: `style="display:inline-block;padding:12px 20px;border-radius:6px;background:${ACCENT};color:#ffffff;font:bold 16px/1.3 Helvetica,Arial,sans-serif;text-decoration:none" class="button"`,
  rule: `style="margin:36px 0 0;padding:16px 0 0;border-top:1px solid ${LINE}" class="rule"`,
}

const DARK = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.paper{background:#171614!important}
.ink{color:#ece7dd!important}
.quiet{color:#aba497!important}
.accent{color:#f2ab7c!important}
.button{background:#f2ab7c!important;color:#1d1208!important}
.topic{border-color:#8d8678!important}
.rule{border-color:#3a362f!important}
}`

/**
 * A mail's HTML document: one column that fits a narrow client, no images, nothing loaded from anywhere.
 * @param parts.preheader what a list of mails shows after the subject
 * @param parts.body HTML, escaped
 */
export function mailDocument({
  title,
  preheader,
  body,
}: {
  title: string
  preheader: string
  body: string
}): string {
  return `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${DARK}</style>
</head>
<body style="margin:0;padding:0;background:#fcfaf5;-webkit-text-size-adjust:100%;overflow-wrap:anywhere;word-break:break-word" class="paper">
<div style="display:none;max-height:0;overflow:hidden" aria-hidden="true">${escapeHtml(preheader)}${'&#847; '.repeat(20)}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" style="padding:24px 16px">
<div role="main" style="max-width:600px;margin:0 auto;text-align:start">
${body}
</div>
</td></tr></table>
</body>
</html>
`
}
