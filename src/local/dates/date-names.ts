/**
 * Languages whose names of months are known, the most written first: where two languages use one word for two
 * months (`listopad`), it means what it means in the earlier one, unless the feed states the later.
 */
export const DATE_LANGUAGES =
  `en zh zh-TW es ar ar-MA ar-SY hi pt bn ru ja pa de jv ko fr te mr tr ta vi ur it th gu fa pl uk ro nl
  ms id my kn ml or sv cs hu el he da fi nb sk bg hr sr sr-Latn sl lt lv et ca uz az kk sw fil mk is af sq hy
  ka de-AT fr-CA`.split(/\s+/)

const intl = (language: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(`${language}-u-ca-gregory-nu-latn`, { ...options, timeZone: 'UTC' })

const part = (format: Intl.DateTimeFormat, type: string, moment: number) =>
  format.formatToParts(moment).find((each) => each.type === type)?.value ?? ''

/** A name as feeds are compared with it: lower case, without a dot at its end or the Catalan preposition. */
const plain = (name: string) =>
  name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\u200b-\u200f]/g, '')
    .replace(/\.$/, '')
    .replace(/^(?:de |d['’])/, '')

function monthsIn(language: string): Set<string>[] {
  const months = Array.from({ length: 12 }, () => new Set<string>())
  for (const month of ['long', 'short'] as const) {
    // With a day beside them names are inflected: "март" is March, "9 марта" the ninth of it.
    for (const options of [{ month }, { month, day: 'numeric', year: 'numeric' } as const]) {
      const format = intl(language, options)
      for (const [at, names] of months.entries()) {
        const name = plain(part(format, 'month', Date.UTC(2024, at, 15)))
        // Months that are numbers ("12月", "tháng 12") are read as numbers.
        if (!/\d/.test(name)) names.add(name)
      }
    }
  }
  return months
}

function halvesOfDay(): [morning: string[], afternoon: string[]] {
  const halves = [9, 15].map((hour) => {
    const words = DATE_LANGUAGES.map((language) =>
      part(intl(language, { hour: 'numeric', hour12: true }), 'dayPeriod', Date.UTC(2024, 0, 15, hour)),
    )
    return [...new Set(words.map((word) => word.normalize('NFC').toLowerCase().replace(/[\s.]/g, '')))]
  })
  return [halves[0]!.filter(Boolean), halves[1]!.filter(Boolean)]
}

/**
 * The source of src/ingest/normalise/date-names.ts, from the CLDR that `Intl` brings. The worker takes it ready
 * made, since asking `Intl` for all of it costs more than a request may.
 */
export function dateNamesSource(): string {
  const months = Array.from({ length: 12 }, () => new Set<string>())
  const elsewhere: string[] = []
  for (const language of DATE_LANGUAGES) {
    for (const [at, names] of monthsIn(language).entries()) {
      for (const name of names) {
        const other = months.findIndex((known, place) => place !== at && known.has(name))
        if (other < 0) months[at]!.add(name)
        else elsewhere.push(`${language} ${name} ${at + 1}`)
      }
    }
  }
  const [morning, afternoon] = halvesOfDay()
  return `// Made by src/local/dates/date-names.ts: npx vitest run test/ingest/parse/date-names.test.ts --update

/** The names of the months, in ${DATE_LANGUAGES.length} languages as CLDR has them, a line a month. */
export const MONTH_NAMES = \`
${months.map((names) => [...names].join('|')).join('\n')}
\`

/** Names that mean another month in another language: language, name, month. */
export const OTHER_MONTHS = \`
${[...new Set(elsewhere)].join('\n')}
\`

/** What is written beside an hour before noon, without dots and spaces. */
export const MORNING_WORDS =
  '${morning.join('|')}'

/** The same after noon. */
export const AFTERNOON_WORDS =
  '${afternoon.join('|')}'
`
}
