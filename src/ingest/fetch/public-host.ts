import ipaddr from 'ipaddr.js'

/**
 * Names that lead into a private network by rule or by custom: RFC 6761 (localhost), RFC 6762 (local),
 * ICANN's `internal` (also Google's and Amazon's metadata names), RFC 8375 (home.arpa), home routers' own.
 */
const PRIVATE_ZONES = [
  'localhost',
  'localdomain',
  'local',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'lan',
  'home.arpa',
]

/** Public names made to resolve to whatever address they spell, loopback included. */
const REBINDING_ZONES = ['nip.io', 'sslip.io', 'xip.io', 'localtest.me', 'lvh.me', 'vcap.me']

/** Public addresses that answer only inside a cloud: Azure's host service. */
const CLOUD_ADDRESSES = ['168.63.129.16']

/**
 * Says why a URL's host is no public one, or null when it is.
 *
 * @param host a `URL.hostname`: lower case, punycode, IPv4 already in dotted decimal (the WHATWG parser
 *   turns octal, hexadecimal, short and full-width forms into it), IPv6 in brackets
 */
export function whyNotPublic(host: string): string | null {
  const bare = host.startsWith('[') ? host.slice(1, -1) : host
  if (ipaddr.isValid(bare)) return whyNotPublicAddress(bare)
  if (!host.includes('.')) return `"${host}" is a name of the local network, not of the public internet`
  const inside = (zone: string) => host === zone || host.endsWith(`.${zone}`)
  const zone = PRIVATE_ZONES.find(inside)
  if (zone !== undefined) return `names under "${zone}" belong to a private network`
  const rebinding = REBINDING_ZONES.find(inside)
  if (rebinding !== undefined) return `names under "${rebinding}" can stand for any private address`
  return null
}

/**
 * Only globally routed unicast passes (IANA special-purpose registries, RFC 6890). IPv6 must lie in 2000::/3,
 * so every way to wrap an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo) is refused, whatever it wraps.
 */
function whyNotPublicAddress(text: string): string | null {
  const address = ipaddr.parse(text)
  const range: string = address.range()
  if (range !== 'unicast') return `${text} is not a public address (${range})`
  if (address instanceof ipaddr.IPv6 && ((address.parts[0] ?? 0) & 0xe000) !== 0x2000)
    return `${text} is not a public address (outside global unicast)`
  if (CLOUD_ADDRESSES.includes(text)) return `${text} is a cloud provider's own service`
  return null
}
