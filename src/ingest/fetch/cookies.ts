/** More than any wall sets before a feed, and as much as a server takes. */
const MAX_COOKIES = 20
const MAX_LENGTH = 4096

interface Cookie {
  value: string
  /** The host it is for; with what is under it if it stated a domain. */
  host: string
  withSubdomains: boolean
  secure: boolean
}

/**
 * The cookies of one fetch (RFC 6265, as far as a few redirects need it): some sites let nobody in who does not bring
 * back what a redirect has set. Forgotten when the fetch ends, so nobody is recognised by them.
 */
export class FetchCookies {
  readonly #cookies = new Map<string, Cookie>()

  /** Takes what a response from `url` sets. */
  take(headers: Headers, url: URL): void {
    for (const line of headers.getSetCookie().slice(0, MAX_COOKIES)) {
      const [pair = '', ...attributes] = line.slice(0, MAX_LENGTH).split(';')
      const equals = pair.indexOf('=')
      const [name, value] = [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()]
      if (equals < 1 || !/^[\x21-\x7e]+$/.test(name) || /[^\x20-\x7e]/.test(value)) continue
      const domain = attributeOf(attributes, 'domain')?.replace(/^\./, '').toLowerCase()
      const withSubdomains = domain?.includes('.') === true && isUnder(url.hostname, domain)
      if (domain && !withSubdomains && domain !== url.hostname) continue
      if (isTakenBack(attributes)) {
        this.#cookies.delete(name)
        continue
      }
      if (this.#cookies.size >= MAX_COOKIES && !this.#cookies.has(name)) return
      const host = (withSubdomains && domain) || url.hostname
      this.#cookies.set(name, {
        value,
        host,
        withSubdomains,
        secure: attributeOf(attributes, 'secure') !== undefined,
      })
    }
  }

  /** The `Cookie` field for a request to `url`; null when there is nothing to bring. */
  for(url: URL): string | null {
    const pairs = [...this.#cookies].flatMap(([name, { value, host, withSubdomains, secure }]) => {
      const isMeant = withSubdomains ? isUnder(url.hostname, host) : url.hostname === host
      return isMeant && (!secure || url.protocol === 'https:') ? [`${name}=${value}`] : []
    })
    const field = pairs.join('; ')
    return field === '' || field.length > MAX_LENGTH ? null : field
  }
}

/** Whether a cookie is set only to be forgotten: its age is nothing, or its end lies in the past. */
function isTakenBack(attributes: readonly string[]): boolean {
  const age = attributeOf(attributes, 'max-age')
  if (age !== undefined) return /^-|^0+$/.test(age)
  const end = Date.parse(attributeOf(attributes, 'expires') ?? '')
  return end < Date.now()
}

const isUnder = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`)

function attributeOf(attributes: readonly string[], name: string): string | undefined {
  for (const attribute of attributes) {
    const [key = '', value = ''] = attribute.split('=')
    if (key.trim().toLowerCase() === name) return value.trim()
  }
  return undefined
}
