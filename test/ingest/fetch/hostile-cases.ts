import type { FetchOutcome } from '../../../src/ingest/fetch/outcomes.ts'

export interface HostileCase {
  path: string
  outcome: FetchOutcome
  /** On workerd, where it tells less or decodes differently. */
  onWorkerd?: FetchOutcome
  /** On Node, whose fetch gives nothing of a body that other bytes follow. */
  onNode?: FetchOutcome
  /** Fields of the result that must be exactly these. */
  has?: Record<string, unknown>
}

const redirect = (status: number, to: string) => `/redirect?status=${status}&to=${encodeURIComponent(to)}`
const ok = (path: string, has = {}): HostileCase => ({ path, outcome: 'ok', has })
const fails = (path: string, outcome: FetchOutcome, has = {}): HostileCase => ({ path, outcome, has })

/** Every kind of trouble the hostile server makes, and what must come of it, in every runtime. */
export const HOSTILE_CASES: HostileCase[] = [
  ok('/plain', {
    etag: 'W/"tide-1"',
    last_modified: 'Sat, 07 Nov 2026 06:00:00 GMT',
    max_age_s: 900,
    content_type: 'application/rss+xml',
    content_language: 'cy',
    content_location: '/feed.cy.xml',
    permanent_url: null,
    redirects: 0,
  }),
  ok('/html', { content_type: 'text/html' }),
  ok('/wrong-charset', { content_type: 'application/rss+xml; charset=klingon' }),
  ok('/empty', { bytes: 0 }),
  ...['gzip', 'x-gzip', 'br', 'deflate', 'raw-deflate'].map((name) => ok(`/${name}`, { is_feed: true })),
  ...['gzip-undeclared', 'gzip-twice', 'gzip-twice-declared'].map((name) =>
    ok(`/${name}`, { is_feed: true }),
  ),
  { path: '/gzip-and-lines', outcome: 'ok', onNode: 'bad_encoding' },
  ok('/gzip-undeclared-and-lines', { is_feed: true }),
  ok('/gzip-claimed-unless-identity', { is_feed: true }),
  { path: '/zstd', outcome: 'ok', onWorkerd: 'bad_encoding' },
  fails('/gzip-claimed', 'bad_encoding', { status: 200 }),
  fails('/gzip-cut', 'bad_encoding'),
  fails('/gzip-bomb', 'too_large'),
  fails('/gzip-bomb-undeclared', 'too_large'),
  fails('/gzip-bomb-twice', 'too_large'),
  fails('/says-huge', 'too_large'),
  fails('/endless', 'too_large', { status: 200 }),
  fails('/large-page', 'too_large'),
  ...['large', 'large-gzip', 'large-gzip-undeclared'].map(
    (name): HostileCase => ({ path: `/${name}`, outcome: 'cut', has: { is_feed: true, bytes: 1_048_576 } }),
  ),
  fails('/drip', 'timeout', { status: 200 }),
  fails('/hang', 'timeout', { status: null }),
  fails('/too-short', 'incomplete', { status: 200 }),
  fails('/chunks-cut', 'incomplete'),
  fails('/reset', 'incomplete'),
  ok('/too-long', { is_feed: true }),
  fails('/reset-at-once', 'connection_failed', { status: null }),
  fails('/closed-at-once', 'connection_failed'),
  fails('/not-http', 'connection_failed'),
  fails('/bad-field', 'connection_failed'),
  fails('/nul-in-field', 'connection_failed'),
  ok('/bytes-in-etag', { etag: null, last_modified: 'hier' }),
  ok('/two-etags', { etag: '"a", "b"' }),
  ok('/early-hints', { bytes: 6 }),
  fails('/bare-304', 'http_error', { status: 304 }),
  fails('/status-204', 'http_error', { status: 204 }),
  fails('/status-206', 'http_error', { status: 206 }),
  ...[401, 403].map((status) => fails(`/status/${status}`, 'unauthorized', { status })),
  fails('/status/404', 'not_found', { status: 404, retry_after_s: null }),
  fails('/status/410', 'gone', { status: 410 }),
  fails('/status/418', 'http_error', { status: 418 }),
  fails('/status/451', 'http_error'),
  fails('/status/500', 'server_error'),
  fails('/status/502', 'server_error'),
  fails('/status/999', 'http_error', { status: 999 }),
  fails('/status/521', 'connection_failed'),
  fails('/status/522', 'timeout'),
  fails('/status/526', 'tls_error'),
  fails('/status/530', 'dns_error'),
  fails('/429-seconds', 'rate_limited', { status: 429, retry_after_s: 120 }),
  fails('/429-date', 'rate_limited'),
  fails('/503-later', 'unavailable', { status: 503, retry_after_s: 86_400 }),
  ok('/hops?n=5', { redirects: 5, permanent_url: null }),
  fails('/hops?n=6', 'too_many_redirects', { redirects: 5 }),
  fails('/hops?n=10', 'too_many_redirects'),
  fails('/loop', 'redirect_loop'),
  ok('/wall', { redirects: 1, is_feed: true }),
  fails('/wall-for-ever', 'redirect_loop'),
  ok('/foreign-cookie', { redirects: 1 }),
  ok('/future-date', { last_modified: null }),
  fails(redirect(301, ''), 'http_error', { status: 301 }),
  fails('/no-location', 'http_error', { status: 302 }),
  ok('/utf8-location', { redirects: 1 }),
  ...[
    'ftp://example.org/feed',
    'file:///etc/passwd',
    'data:text/xml,<rss/>',
    'javascript:alert(1)',
    'http://[',
  ].map((target) => fails(redirect(302, target), 'invalid_url', { status: 302 })),
  fails(redirect(302, 'https://user:secret@example.org/'), 'invalid_url'),
  ...[
    'http://127.0.0.1/',
    'http://127.0.0.1:22/',
    'https://[::1]/',
    'http://[::ffff:a00:1]/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://169.254.169.254/latest/meta-data/',
    '//10.0.0.1/feed',
    'https://example.org:8443/feed',
    'http://localhost/',
  ].map((target) => fails(redirect(307, target), 'blocked_address', { status: 307 })),
]
