import { AFTERNOON_WORDS, MONTH_NAMES, MORNING_WORDS, OTHER_MONTHS } from './date-names.ts'

/** What feeds write beside CLDR's names: cut to three letters, without accents, or as software misspells them. */
const MORE_NAMES = `
janv|ιανουάριος|январ|जनवरि|tháng giêng|thg giêng|tháng một
fevrier|febr|fév|φεβρουάριος|феврал|फरवरी|फ़र|फर|tháng hai
mär|mrz|μάρ|μάώ|μαώ|μάρτιος|ม.ี.ค|मार्|martius|tháng ba
ápr|απρίλιος|апрел|अप्र|tháng tư
mag|kvě|μάι|μαϊ|μαι|μάιος|tháng năm
čvn|ιούν|ιον|ιούνιος|जू|tháng sáu
čvc|ιούλ|ιολ|ιούλιος|जुल|जुला|tháng bảy
aout|αύγ|αύγουστος|अग|tháng tám
szept|σεπτέμβριος|сентябр|सितम्बर|सित|set|septem|tháng chín
octob|οκτώβριος|октябр|अक्तूबर|अक्टू|tháng mười
νοέ|νοέμβριος|ноябр|नवम्बर|नव|tháng mười một
δεκέμβριος|декабр|दिसम्बर|दिस|thg chạp|tháng chạp|tháng mười hai
`

/** Lines of names, a month each, as pairs of a name and its month. */
const pairs = (lines: string) =>
  lines
    .trim()
    .split('\n')
    .flatMap((names, month) => names.split('|').map((name): [string, number] => [name, month + 1]))

const MONTHS = new Map<string, number>(pairs(MORE_NAMES))
for (const [name, month] of pairs(MONTH_NAMES)) MONTHS.set(name, month)

/** Months by language and name, where a word means another month in another language. */
const ELSEWHERE = new Map(
  OTHER_MONTHS.trim()
    .split('\n')
    .map((line): [string, number] => {
      const [language = '', name = '', month = ''] = line.split(' ')
      return [`${language} ${name}`, Number(month)]
    }),
)
/** The names of more than one word, which have to be found before the text is split into words. */
const LONG_NAMES = [...MONTHS].filter(([name]) => name.includes(' ')).sort(([a], [b]) => b.length - a.length)

/**
 * The month (1 to 12) a word in lower case names, in some sixty languages, in full or shortened; null if none.
 *
 * @param language of the feed (BCP 47), for the few words that are another month in another language
 */
export function monthOf(word: string, language: string | null = null): number | null {
  const numbered = /^#(\d{1,2})$/.exec(word)?.[1]
  if (numbered) return Number(numbered) <= 12 ? Number(numbered) : null
  const bare = word.replace(/[.׳']$/, '').replace(/^d['’]/, '')
  const primary = /^[a-z]+/.exec(language?.toLowerCase() ?? '')?.[0] ?? ''
  const own = ELSEWHERE.get(`${primary} ${bare}`)
  if (own) return own
  const known = MONTHS.get(bare) ?? MONTHS.get(`${bare}׳`)
  if (known) return known
  // Hebrew writes "in December" as one word.
  if (bare.startsWith('ב')) return MONTHS.get(bare.slice(1)) ?? MONTHS.get(`${bare.slice(1)}׳`) ?? null
  return /^[a-z]{4,9}$/.test(bare) ? (MONTHS.get(bare.slice(0, 3)) ?? null) : null
}

/** Writes `#12` for a month that is a number with a word ("tháng 12", "12月") or several words. */
export function markMonths(text: string): string {
  let marked = text
    .replace(/(?<!\p{L})(?:tháng|thg|th)\.?\s*(\d{1,2})(?!\d)/u, '#$1')
    .replace(/(\d{1,2})\s?[月월]/, ' #$1 ')
  for (const [name, month] of LONG_NAMES) {
    if (marked.includes(name)) marked = marked.replace(name, ` #${month} `)
  }
  return marked
}

/** What stands beside an hour of 12 in the languages that say more than two halves of the day. */
const MORE_MORNING = '凌晨|早上|清晨|早晨|早|清早|새벽|아침|sáng|朝'
const MORE_AFTERNOON = '中午|傍晚|晚上|晚|夜|夜晚|정오|저녁|밤|chiều|tối|trưa|夕方|昼'
const HALVES = new Map<string, 'morning' | 'afternoon'>([
  ...`${MORNING_WORDS}|${MORE_MORNING}`.split('|').map((word) => [word, 'morning'] as const),
  ...`${AFTERNOON_WORDS}|${MORE_AFTERNOON}`.split('|').map((word) => [word, 'afternoon'] as const),
])

/** Which half of the day a word in lower case says ("p. m.", "오후"), or null. */
export function halfOf(word: string): 'morning' | 'afternoon' | null {
  return HALVES.get(word.replace(/[.\s]/g, '')) ?? null
}
