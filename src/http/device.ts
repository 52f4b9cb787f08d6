/** Told apart by the first that the User-Agent names: the later ones are named by others, too. */
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

/** No browser's is longer. */
const MAX_USER_AGENT = 512

/** What a browser calls itself, in words that its owner recognises it by: `Firefox on Linux`. */
export function describeDevice(userAgent = ''): string {
  const text = userAgent.slice(0, MAX_USER_AGENT)
  const named = (known: readonly (readonly [string, string])[]) =>
    known.find(([part]) => text.includes(part))?.[1]
  const browser = named(BROWSERS) ?? 'A browser'
  const system = named(SYSTEMS)
  return system === undefined ? browser : `${browser} on ${system}`
}
