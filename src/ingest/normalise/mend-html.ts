/**
 * Two mends before HTML is tokenised. The content of an `iframe`, which a browser hides and readers without frames
 * were meant to see, becomes content. A comment that never ends hides what is left of the text only up to the next
 * `>`, as a summary cut in the middle of one would otherwise be lost.
 */
export function mendHtml(html: string): string {
  const framed = /<iframe/i.test(html) ? html.replace(/<(\/?)iframe(?=[\s/>])/gi, '<$1x-frame') : html
  const ended = framed.lastIndexOf('-->') + 1
  return framed.indexOf('<!--', ended) < 0
    ? framed
    : framed.slice(0, ended) + framed.slice(ended).replaceAll('<!--', '<!')
}
