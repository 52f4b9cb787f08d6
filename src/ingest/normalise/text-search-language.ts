/** Postgres' built-in text search configurations that 15 to 18 have in common, by ISO 639-1 code. */
const CONFIGURATIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ar: 'arabic',
    hy: 'armenian',
    eu: 'basque',
    ca: 'catalan',
    da: 'danish',
    nl: 'dutch',
    en: 'english',
    fi: 'finnish',
    fr: 'french',
    de: 'german',
    el: 'greek',
    hi: 'hindi',
    hu: 'hungarian',
    id: 'indonesian',
    ga: 'irish',
    it: 'italian',
    lt: 'lithuanian',
    ne: 'nepali',
    no: 'norwegian',
    nb: 'norwegian',
    nn: 'norwegian',
    pt: 'portuguese',
    ro: 'romanian',
    ru: 'russian',
    sr: 'serbian',
    es: 'spanish',
    sv: 'swedish',
    ta: 'tamil',
    tr: 'turkish',
    yi: 'yiddish',
  }),
)
const NAMES: ReadonlySet<string> = new Set(CONFIGURATIONS.values())
/** No language tag is longer (RFC 5646, section 4.4.1). */
const MAX_TAG = 35

/**
 * The Postgres text search configuration of the first language that is stated and known ("de-AT" and "German"
 * give `german`); `simple` when none is, which splits words and leaves them as they are.
 */
export function textSearchLanguage(...stated: (string | null | undefined)[]): string {
  for (const language of stated) {
    const name = language?.trim().slice(0, MAX_TAG).toLowerCase() ?? ''
    const configuration = NAMES.has(name) ? name : CONFIGURATIONS.get(name.split(/[-_,;\s]/)[0] ?? '')
    if (configuration) return configuration
    // A stated language that Postgres does not know: another one's stemmer would only harm it.
    if (/^[a-z]{2,3}([-_]|$)/.test(name)) return 'simple'
  }
  return 'simple'
}
