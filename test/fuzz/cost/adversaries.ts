const BEGINNINGS = [
  '',
  '<',
  '</',
  '<!',
  '<!--',
  '<![CDATA[',
  '<a ',
  '<a b="',
  '<p>',
  '&',
  '&#',
  '&#x',
  'a@',
  'http://a/',
  'mailto:',
  '"',
  '(',
  'charset=',
  'Bearer ',
  'W/"',
  '2026-01-01T',
  'Mon, 1 Jan 2026 ',
  'text/x',
  'a=',
]
const FILLINGS = [
  'a',
  'A.',
  '1',
  ' ',
  '\t',
  '<',
  '</b>',
  '<b>',
  '-',
  '/',
  '.',
  ',',
  ';',
  ':',
  '@',
  '"',
  "'",
  '=',
  '&',
  '&amp;',
  '&lt;',
  ')',
  '[',
  '{',
  '+',
  '%',
  '\\',
  '*',
  'or ',
  'a b=c ',
  '\u0301',
  '\u0000',
  '\u0080',
  '\u00ad',
  '\u00c2\u0080',
  '\ufeff',
  '\ufffd',
  '\ud800',
  '\u4e2d',
  '😀',
  '🇩🇪',
]
const ENDS = ['', '!', '>', 'x']

export interface Adversary {
  name: string
  make: (size: number) => string
}

const show = (text: string) => JSON.stringify(text)

/** Texts that begin one way, go on and on, and end another: what patterns that backtrack have trouble with. */
export const ADVERSARIES: readonly Adversary[] = BEGINNINGS.flatMap((begin) =>
  FILLINGS.flatMap((filling) =>
    ENDS.map((end) => ({
      name: `${show(begin)} ${show(filling)}… ${show(end)}`,
      make: (size: number) =>
        begin +
        filling.repeat(Math.max(1, Math.floor((size - begin.length - end.length) / filling.length))) +
        end,
    })),
  ),
)
