import { expect, test } from 'vitest'
import { sanitiseHtml } from '../../../src/ingest/normalise/sanitise-html.ts'

const clean = (html: string, limit = 20_000) => sanitiseHtml(html, 'https://base.example/dir/', limit)

const ATTACKS = [
  '<script>alert(1)</script>',
  '<ScRiPt src=//evil.example></sCrIpT >',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<img src=x onerror=alert(1)>',
  '<img/src="x"/onerror=alert(1)>',
  '<img src="https://x.example/a" onload\n=\n"alert(1)">',
  '<a href="javascript:alert(1)">x</a>',
  '<a href=" &#14; javascript:alert(1)">x</a>',
  '<a href="jav&#x0A;ascript&colon;alert(1)">x</a>',
  '<a href="JaVaScRiPt&#58;alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="vbscript:x">x</a>',
  '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
  '<svg><script>alert(1)</script></svg>',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<svg onload=alert(1)//',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<style>@import url(javascript:alert(1))</style>',
  '<p style="background:url(javascript:alert(1))">x</p>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<iframe><img src=x onerror=alert(1)></iframe>',
  '<object data="javascript:alert(1)"></object><embed src="javascript:alert(1)">',
  '<form action="javascript:alert(1)"><button formaction="javascript:alert(1)">x</button></form>',
  '<base href="javascript:/a/"><a href="x">x</a>',
  '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
  '<!--><script>alert(1)</script>-->',
  '<!-- --!><img src=x onerror=alert(1)> -->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<template><script>alert(1)</script></template>',
  '<textarea></textarea><script>alert(1)</script>',
  '<title><a id="</title><img src=x onerror=alert(1)>"></title>',
  '<xmp><p title="</xmp><img src=x onerror=alert(1)>">',
  '<plaintext><script>alert(1)',
  "<a title='\"><img src=x onerror=alert(1)>'>x</a>",
  '<a href="https://x.example/&quot;onmouseover=&quot;alert(1)">x</a>',
  '<img alt="`><script>alert(1)</script>" src="https://x.example/a">',
  '<a href="//x.example" onclick=alert(1) onclick=alert(2)>x</a>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '<\u0000script>alert(1)</script>',
  '<p id=x name=y class=z>x</p>',
]

/** Every tag of the output is of this exact shape, so there is nothing else for a browser to see in it. */
const TAG = /<\/?[a-z][a-z0-9]*(?: [a-z]+="[^"<>]*")*>/g

test.each(ATTACKS)('%s', (attack) => {
  const html = clean(`before ${attack} after`)
  const outside = html.replace(TAG, '')
  expect(outside).not.toMatch(/[<>"]/)
  for (const tag of html.match(TAG) ?? []) {
    expect(tag).not.toMatch(
      /^<\/?(script|style|svg|math|iframe|object|embed|form|button|base|meta|template|link)\b/,
    )
    expect(tag.replace(/"[^"]*"/g, '""')).not.toMatch(/ (on\w+|style|srcdoc|formaction|id|name|class)=/)
    for (const [, url] of tag.matchAll(/ (?:href|src|cite)="([^"]*)"/g)) {
      expect(url).toMatch(/^(https?:\/\/|mailto:)/)
    }
  }
  expect(clean(html)).toBe(html)
})

test('what is kept: text, links, images, tables, lists; every tag closed', () => {
  expect(clean('<p>One<p>Two <B>bold</b><ul><li>a<li>b</ul>')).toBe(
    '<p>One</p><p>Two <b>bold</b></p><ul><li>a</li><li>b</li></ul>',
  )
  expect(clean('<table><tr><td colspan=2>1<td>2<tr><th>3</table>')).toBe(
    '<table><tr><td colspan="2">1</td><td>2</td></tr><tr><th>3</th></tr></table>',
  )
  expect(clean('<a href="../x y">l</a> <a href="mailto:a@b.example">m</a> <img src=i.png alt=\'"q"\'>')).toBe(
    '<a href="https://base.example/x%20y">l</a> <a href="mailto:a@b.example">m</a> <img src="https://base.example/dir/i.png" alt="&quot;q&quot;">',
  )
  expect(clean('a </b></p> & b < c<br/><font color=red>d</font><img src=p.gif width=1 height=1>')).toBe(
    'a  &amp; b &lt; c<br>d',
  )
  expect(clean('<img alt="a <b>"> <img src="javascript:x" alt="tide"> x')).toBe('a &lt;b&gt; tide x')
})

test('cut at the limit with every tag closed', () => {
  const html = clean(`<div>${'<p>Some words of text</p>'.repeat(2000)}</div>`, 500)
  expect(html.length).toBeLessThanOrEqual(500)
  expect(html).toMatch(/<\/p><\/div>$/)
  const long = clean(`<p>${'word '.repeat(10_000)}</p>`, 500)
  expect(long.length).toBeLessThanOrEqual(500)
  expect(long).toMatch(/…<\/p>$/)
})
