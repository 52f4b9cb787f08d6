/**
 * Four mends before HTML is tokenised. An emoji written as the two halves of its surrogate pair is one character. What a browser would take for a declaration and hide, though it is none
 * (`<!'`, a `<!DOCTYPE` that never ends), is text. The content of an `iframe`, which a browser hides and readers without frames
 * were meant to see, becomes content. A comment that never ends hides what is left of the text only up to the next
 * `>`, as a summary cut in the middle of one would otherwise be lost.
 */
export function mendHtml(source: string): string {
  const html = source.includes('&#') ? source.replace(SURROGATES, joined) : source
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

/** Two references, to a high and to a low surrogate. */
const SURROGATES = /&#(x[dD][89abAB][\da-fA-F]{2}|5[5-6]\d{3});&#(x[dD][c-fC-F][\da-fA-F]{2}|5[67]\d{3});/gi

function joined(whole: string, high: string, low: string): string {
  const [first, second] = [high, low].map((digits) => Number(digits.replace(/^x/i, '0x')))
  const pair = String.fromCharCode(first ?? 0, second ?? 0)
  return pair.isWellFormed() ? pair : whole
}
