/**
 * `url` made absolute against `base` if it leads to http(s), or with `mail` to mailto; else null. The parser of
 * the platform (WHATWG URL) decides what the scheme is, so no spelling of `javascript:` gets past it.
 */
export function resolveUrl(url: string, base: string, mail: boolean): string | null {
  const parsed = url.trim() ? URL.parse(url.trim(), base) : null
  if (!parsed) return null
  const allowed = /^https?:$/.test(parsed.protocol) || (mail && parsed.protocol === 'mailto:')
  return allowed ? parsed.href : null
}
