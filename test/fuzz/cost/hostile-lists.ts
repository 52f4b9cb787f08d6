const outline = (n: number) => `<outline xmlUrl="https://a.example/${n}"/>`

/** The piece as often as it fits between a beginning and an end. */
const around =
  (before: string, piece: (n: number) => string, after = '') =>
  (size: number) => {
    const pieces = [before]
    for (let n = 0, length = before.length + after.length; length < size; n += 1) {
      const next = piece(n)
      pieces.push(next)
      length += next.length
    }
    return pieces.join('') + after
  }

/** Subscription lists of about so many characters, each made to cost its reader the most in one way. */
export const hostileLists: Readonly<Record<string, (size: number) => string>> = {
  'feeds in folders in folders': (size) => {
    const folders = `<outline text="${'x'.repeat(900)}">`.repeat(Math.min(195, Math.floor(size / 1850)))
    return around(`<opml>${folders}`, outline)(size)
  },
  'more feeds than anybody has': around('<opml>', outline),
  'the shortest feeds': around('<opml>', () => '<outline xmlUrl="a"/>'),
  'feeds without an address': around('<opml>', () => '<outline type="rss"/>'),
  'end tags of what is not open': around(`<opml>${'<a>'.repeat(198)}`, () => '</b>'),
  'outlines in outlines': around('<opml>', () => '<outline>'),
  'one feed in many folders': around(
    '<opml>',
    (n) => `<outline text="${n}"><outline xmlUrl="https://a.example/"/></outline>`,
  ),
  'one list of categories': around(
    '<opml><outline xmlUrl="https://a.example/" category="',
    () => 'a,',
    '"/>',
  ),
  'long categories': around(
    '<opml>',
    (n) => `<outline xmlUrl="https://${n}.example/" category="${`${'a'.repeat(65)},`.repeat(30)}"/>`,
  ),
  'long titles': around(
    '<opml>',
    (n) => `<outline xmlUrl="https://${n}.example/" text="${'a\u0301'.repeat(300)}"/>`,
  ),
  'one address without end': around('<opml><outline xmlUrl="https://a.example/', () => 'a', '"/>'),
  'attributes of one outline': around('<opml><outline ', (n) => `a${n}="" `, '/>'),
}
