import { describe, expect, test } from 'vitest'
import { checkFeedUrl } from '../../../src/ingest/fetch/check-feed-url.ts'

const LAPTOP = 'http://127.0.0.1:8790'
const check = (text: string, base?: string) =>
  checkFeedUrl(text, { allowedOrigins: [LAPTOP] }, base === undefined ? undefined : new URL(base))

const allowed: [given: string, href: string][] = [
  ['https://example.org/feed.xml', 'https://example.org/feed.xml'],
  ['http://example.org', 'http://example.org/'],
  ['  https://example.org/a b  ', 'https://example.org/a%20b'],
  ['https://example.org:443/', 'https://example.org/'],
  ['http://example.org:80/', 'http://example.org/'],
  ['http://example.org:443/', 'http://example.org:443/'],
  ['https://example.org:80/', 'https://example.org:80/'],
  ['https://example.org/#top', 'https://example.org/'],
  ['https://example.org./feed', 'https://example.org/feed'],
  ['HTTPS://EXAMPLE.ORG/Feed', 'https://example.org/Feed'],
  ['https://bücher.example/ätom', 'https://xn--bcher-kva.example/%C3%A4tom'],
  ['https://xn--bcher-kva.example/', 'https://xn--bcher-kva.example/'],
  ['https://пример.рф/', 'https://xn--e1afmkfd.xn--p1ai/'],
  ['https://my_feed.example.org/', 'https://my_feed.example.org/'],
  ['https://8.8.8.8/', 'https://8.8.8.8/'],
  ['https://172.15.255.255/', 'https://172.15.255.255/'],
  ['https://172.32.0.1/', 'https://172.32.0.1/'],
  ['https://100.63.255.255/', 'https://100.63.255.255/'],
  ['https://100.128.0.1/', 'https://100.128.0.1/'],
  ['https://134744072/', 'https://8.8.8.8/'],
  ['https://[2606:4700:4700::1111]/', 'https://[2606:4700:4700::1111]/'],
  ['https://[2001:4860:4860::8888]/', 'https://[2001:4860:4860::8888]/'],
  ['https://localhost.example.org/', 'https://localhost.example.org/'],
  ['https://internal-news.example.org/', 'https://internal-news.example.org/'],
  [`${LAPTOP}/rss.xml`, `${LAPTOP}/rss.xml`],
]

const invalid: [given: string, because: RegExp][] = [
  ['', /empty/],
  ['   ', /empty/],
  ['example.org/feed', /not a URL/],
  ['//example.org/feed', /not a URL/],
  ['/feed', /not a URL/],
  ['https://', /not a URL/],
  ['https://exa mple.org/', /not a URL/],
  ['https://[::1', /not a URL/],
  ['https://[fe80::1%25eth0]/', /not a URL/],
  ['https://1.2.3.256/', /not a URL/],
  ['https://example.org:99999/', /not a URL/],
  ['https://exam\nple.org/', /control/],
  ['https://example.org/\r\nHost: evil', /control/],
  ['https://example.org/\u0000', /control/],
  ['ftp://example.org/feed', /ftp:/],
  ['file:///etc/passwd', /file:/],
  ['feed://example.org/', /feed:/],
  ['javascript:alert(1)', /javascript:/],
  ['data:text/xml,<rss/>', /data:/],
  ['gopher://example.org/', /gopher:/],
  ['ws://example.org/', /ws:/],
  ['blob:https://example.org/1', /blob:/],
  ['https://user@example.org/', /password/],
  ['https://user:pass@example.org/', /password/],
  ['https://example.org@127.0.0.1/', /password/],
  [`http://user@127.0.0.1:8790/`, /password/],
  ['https://example..org/', /host name/],
  ['https://example.org../', /host name/],
  [`https://example.org/${'a'.repeat(2048)}`, /longer/],
]

const blocked = [
  ...['127.0.0.1', '127.255.255.254', '127.1', '127.0.0.1.', '2130706433', '0x7f000001', '0x7f.1'],
  ...['0177.0.0.1', '017700000001', '0x7F.0x0.0x0.0x1', '%31%32%37.0.0.1', '１２７.0.0.1', '127。0。0。1'],
  ...['0.0.0.0', '0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  ...['169.254.169.254', '169.254.1.1', '0xa9fea9fe', '100.64.0.1', '100.100.100.200', '100.127.255.255'],
  ...['192.0.0.1', '192.0.0.192', '192.0.2.1', '198.51.100.1', '203.0.113.1', '198.18.0.1', '198.19.255.255'],
  ...['192.88.99.1', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255', '168.63.129.16'],
  ...[
    '[::]',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[fe80::1]',
    '[febf::1]',
    '[fc00::1]',
    '[fd00:ec2::254]',
    '[fec0::1]',
  ],
  ...['[ff02::1]', '[::ffff:127.0.0.1]', '[::ffff:a00:1]', '[::ffff:8.8.8.8]', '[::127.0.0.1]', '[::a00:1]'],
  ...['[::ffff:0:127.0.0.1]', '[64:ff9b::127.0.0.1]', '[64:ff9b:1::a00:1]', '[64:ff9b::8.8.8.8]'],
  ...['[2002:7f00:1::]', '[2002:a00:1::1]', '[2001:0:4136:e378:8000:63bf:3fff:fdd2]', '[2001:db8::1]'],
  ...['[3fff::1]', '[100::1]', '[2001:10::1]', '[2001:20::1]', '[5f00::1]', '[4000::1]', '[1::1]'],
  ...['localhost', 'LOCALHOST', 'localhost.', 'a.localhost', 'localhost.localdomain', 'printer.local'],
  ...['metadata.google.internal', 'x.internal', 'internal', 'router.home.arpa', 'nas.lan', 'intranet.corp'],
  ...[
    'intranet',
    'metadata',
    'instance-data',
    'ⓛocalhost',
    'LOCALHOST。',
    '127.0.0.1.nip.io',
    '10-0-0-1.sslip.io',
  ],
  ...['localtest.me', 'a.lvh.me'],
]

describe('checkFeedUrl', () => {
  test.for(allowed)('allows %j', ([given, href]) => {
    const result = check(given)
    expect(result.ok && result.url.href).toBe(href)
  })

  test.for(invalid)('finds %j invalid', ([given, because]) => {
    expect(check(given)).toMatchObject({
      ok: false,
      outcome: 'invalid_url',
      reason: expect.stringMatching(because),
    })
  })

  test.for(blocked)('blocks the host %s', (host) => {
    for (const url of [`https://${host}/feed`, `http://${host}`])
      expect(check(url)).toMatchObject({ ok: false, outcome: 'blocked_address' })
  })

  test.for([22, 25, 3000, 5432, 8080, 8443])('blocks port %i', (port) => {
    const reason = `port ${port} is not fetched; only ports 80 and 443 are`
    expect(check(`https://example.org:${port}/`)).toEqual({ ok: false, outcome: 'blocked_address', reason })
  })

  test('frees exactly the allowed origins', () => {
    expect(check('https://127.0.0.1:8790/').ok).toBe(false)
    expect(check('http://127.0.0.1:8791/').ok).toBe(false)
    expect(check('http://localhost:8790/').ok).toBe(false)
    expect(check('http://2130706433:8790/').ok).toBe(true)
  })

  test('resolves a redirect against where it stands, and checks the outcome', () => {
    const base = 'https://example.org/a/feed'
    const href = (text: string) => {
      const result = check(text, base)
      return result.ok ? result.url.href : result.outcome
    }
    expect(href('../b?c=1')).toBe('https://example.org/b?c=1')
    expect(href('//example.net/x')).toBe('https://example.net/x')
    expect(href('\\\\127.0.0.1\\x')).toBe('blocked_address')
    expect(href('//[::ffff:a00:1]/')).toBe('blocked_address')
    expect(href('http:/x')).toBe('blocked_address')
  })
})
