/** A longer address is none that anybody can follow. */
const MAX_ADDRESS = 2048

/**
 * `url` made absolute against `base` if it leads to http(s), or with `mail` to mailto; else null. The parser of
 * the platform (WHATWG URL) decides what the scheme is, so no spelling of `javascript:` gets past it.
 */
export function resolveUrl(url: string, base: string, mail: boolean): string | null {
  const trimmed = url.length <= MAX_ADDRESS ? url.trim() : ''
  const parsed = trimmed ? URL.parse(trimmed, base) : null
  if (!parsed || parsed.href.length > MAX_ADDRESS) return null
  const allowed = /^https?:$/.test(parsed.protocol) || (mail && parsed.protocol === 'mailto:')
  return allowed ? parsed.href : null
}
