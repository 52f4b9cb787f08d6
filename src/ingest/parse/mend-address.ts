/** References that stand in an address which was escaped once more than it was read. */
const AMPERSAND = /&(?:amp|#0*38|#x0*26);/gi
/** Escaped more often than this nobody has seen. */
const MOST_ESCAPES = 3

const TYPOS: readonly [RegExp, string][] = [
  // "https:/x", "https:x", "https:///x", "https:\\x".
  [/^(https?):[/\\]*(?=[^/\\])/i, '$1://'],
  // "https//x", "http //x".
  [/^(https?) ?:? ?\/\//i, '$1://'],
  // "https://https://x", "http://https//x".
  [/^https?:\/\/(https?):?\/\//i, '$1://'],
  [/^h{0,2}t{1,3}p(s?):\/\//i, 'http$1://'],
]

/** A host's name at the beginning of an address without a scheme, with what follows. */
const HOST = /^((?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z]{2,24})(?::\d{1,5})?(?=[/?#]|$)/i

/**
 * An address as its writer meant it: without the wrapping and the escapes that software forgot to undo, with a whole
 * scheme, and with one at all where it begins with a host's name.
 *
 * @param base the address it stands in, whose scheme and host it may have left out
 */
export function mendAddress(written: string, base: string): string {
  let address = written.trim().replace(/[\t\n\r]+\s*/g, '')
  if (/^<!\[CDATA\[/i.test(address))
    address = address
      .slice(9)
      .replace(/\]\]>$/, '')
      .trim()
  const wrapped = /^[<["'“‘][^:]*?(https?:\/\/[^\s"'<>”’]+)/i.exec(address)?.[1]
  if (wrapped) address = address.startsWith('[') ? wrapped.replace(/\]$/, '') : wrapped
  if (/^[<"'“‘].*[>"'”’]$/.test(address)) address = address.slice(1, -1).trim()
  for (let times = 0; times < MOST_ESCAPES && address.includes('&'); times++) {
    const unescaped = address.replace(AMPERSAND, '&')
    if (unescaped === address) break
    address = unescaped
  }
  for (const [typo, meant] of TYPOS) address = address.replace(typo, meant)
  const host = HOST.exec(address)?.[1]?.toLowerCase()
  return host && (host.startsWith('www.') || isSameSite(host, base))
    ? `${schemeOf(base)}//${address}`
    : address
}

/** Whether the base is on this host, or one of the two is under the other. */
function isSameSite(host: string, base: string): boolean {
  const own = URL.parse(base)?.hostname.replace(/^www\./, '') ?? ''
  return own.includes('.') && (host === own || host.endsWith(`.${own}`) || own.endsWith(`.${host}`))
}

const schemeOf = (base: string) => /^https?:/i.exec(base)?.[0] ?? 'https:'
