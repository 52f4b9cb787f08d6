/** In order: the first one whose pattern matches, because many browsers also contain the names of others. */
const BROWSERS = [
  ['Edg', 'Edge'],
  ['OPR/', 'Opera'],
  ['SamsungBrowser', 'Samsung Internet'],
  ['Firefox/', 'Firefox'],
  ['FxiOS', 'Firefox'],
  ['CriOS', 'Chrome'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const
const SYSTEMS = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['CrOS', 'ChromeOS'],
  ['Mac OS X', 'Mac'],
  ['Linux', 'Linux'],
] as const

/** The longest User-Agent that is read. */
const MAX_USER_AGENT = 512

/** The name of a browser in words that its owner recognises: `Firefox on Linux`. */
export function describeDevice(userAgent = ''): string {
  const text = userAgent.slice(0, MAX_USER_AGENT)
  const named = (known: readonly (readonly [string, string])[]) =>
    known.find(([part]) => text.includes(part))?.[1]
  const browser = named(BROWSERS) ?? 'A browser'
  const system = named(SYSTEMS)
  return system === undefined ? browser : `${browser} on ${system}`
}
