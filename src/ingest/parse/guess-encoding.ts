const LEGACY: Record<string, string[]> = {
  ja: ['euc-jp', 'shift_jis'],
  ko: ['euc-kr'],
  zh: ['gb18030', 'big5'],
  'zh-tw': ['big5'],
  'zh-hk': ['big5'],
  ru: ['windows-1251'],
  bg: ['windows-1251'],
  uk: ['windows-1251'],
  sr: ['windows-1251'],
  el: ['windows-1253'],
  tr: ['windows-1254'],
  he: ['windows-1255'],
  ar: ['windows-1256'],
  fa: ['windows-1256'],
  th: ['windows-874'],
  vi: ['windows-1258'],
  lt: ['windows-1257'],
  lv: ['windows-1257'],
  et: ['windows-1257'],
  pl: ['iso-8859-2'],
  cs: ['windows-1250'],
  sk: ['windows-1250'],
  hu: ['iso-8859-2'],
  ro: ['iso-8859-2'],
  sl: ['windows-1250'],
  hr: ['windows-1250'],
}

/**
 * The encoding a text of unknown label was probably written in, told by the language the feed states (the
 * fallback encodings of WHATWG HTML, section "determining the character encoding"): the first that fits the
 * bytes. Without a stated language, windows-1252. `head` is the feed's beginning read byte for byte.
 */
export function encodingForLanguage(head: string, fits: (encoding: string) => boolean): string {
  const stated = /(?:<(?:dc:)?language>|\bxml:lang\s*=\s*["'])\s*([a-z]{2})(-[a-z]{2})?/i.exec(head)
  const primary = stated?.[1]?.toLowerCase() ?? ''
  const candidates = LEGACY[primary + (stated?.[2]?.toLowerCase() ?? '')] ?? LEGACY[primary] ?? []
  if (primary === 'ru' && looksLikeKoi8(head)) return 'koi8-r'
  return candidates.find(fits) ?? 'windows-1252'
}

/** KOI8-R keeps small Cyrillic letters at 0xC0-0xDF, windows-1251 at 0xE0-0xFF: text is mostly small letters. */
function looksLikeKoi8(head: string): boolean {
  const small = head.match(/[\u00c0-\u00df]/g)?.length ?? 0
  const capital = head.match(/[\u00e0-\u00ff]/g)?.length ?? 0
  return small > capital
}
