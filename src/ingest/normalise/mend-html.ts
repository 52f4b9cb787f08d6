/**
 * Three mends before HTML is tokenised. What a browser would take for a declaration and hide, though it is none
 * (`<!'`, a `<!DOCTYPE` that never ends), is text. The content of an `iframe`, which a browser hides and readers without frames
 * were meant to see, becomes content. A comment that never ends hides what is left of the text only up to the next
 * `>`, as a summary cut in the middle of one would otherwise be lost.
 */
export function mendHtml(html: string): string {
  const lastTag = html.lastIndexOf('>') + 1
  const whole = html.includes('<!')
    ? html.slice(0, lastTag).replace(/<!(?![-[a-z>])/gi, '&lt;!') +
      html.slice(lastTag).replace(/<!(?![-[])/g, '&lt;!')
    : html
  const framed = /<iframe/i.test(whole) ? whole.replace(/<(\/?)iframe(?=[\s/>])/gi, '<$1x-frame') : whole
  const ended = framed.lastIndexOf('-->') + 1
  return framed.indexOf('<!--', ended) < 0
    ? framed
    : framed.slice(0, ended) + framed.slice(ended).replaceAll('<!--', '<!')
}
