import { createServer, type Server, type Socket } from 'node:net'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'

/** The feed that every well-meaning answer carries. */
export const FEED =
  '<?xml version="1.0"?><rss version="2.0"><channel><title>Tide times</title></channel></rss>'

type Answer = (socket: Socket, request: string, path: URL) => void
type Fields = Record<string, string | number | null>

/** One raw HTTP answer; a null field leaves out a default one. */
const answer =
  (status: string, fields: Fields = {}, body: string | Uint8Array = FEED): Answer =>
  (socket) => {
    const bytes = Buffer.from(body)
    const all: Fields = { 'Content-Type': 'application/rss+xml', 'Content-Length': bytes.length, ...fields }
    const lines = Object.entries(all).flatMap(([name, value]) =>
      value === null ? [] : [`${name}: ${value}`],
    )
    socket.write(
      Buffer.from([`HTTP/1.1 ${status}`, 'Connection: close', ...lines, '', ''].join('\r\n'), 'latin1'),
    )
    socket.end(bytes)
  }
const raw =
  (text: string): Answer =>
  (socket) =>
    socket.end(Buffer.from(text, 'latin1'))
const to = (status: number, location: string) => answer(`${status} Moved`, { Location: location }, 'moved')
const coded = (coding: string | null, body: Uint8Array) =>
  answer('200 OK', { 'Content-Encoding': coding }, body)

/** Repeats a piece of the body until the client leaves. */
function pour(head: string, piece: Buffer, everyMs: number): Answer {
  return (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${head}\r\n`)
    const timer = setInterval(() => socket.writableNeedDrain || socket.write(piece), everyMs)
    socket.on('close', () => clearInterval(timer))
  }
}

const gzipped = gzipSync(FEED)
const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))
/** More than the tests' limit of one MiB. */
const LARGE = `<?xml version="1.0"?><rss version="2.0"><channel><title>Large</title>${Array.from({ length: 12_000 }, (_, n) => `<item><title>Story ${n}</title><link>https://large.example/${n}</link><description>${'Text. '.repeat(10)}</description></item>`).join('')}</channel></rss>`
const IN_A_MINUTE = () => new Date(Date.now() + 60_000).toUTCString()

const ANSWERS: Record<string, Answer> = {
  plain: answer('200 OK', {
    ETag: 'W/"tide-1"',
    'Last-Modified': 'Sat, 07 Nov 2026 06:00:00 GMT',
    'Cache-Control': 'public, max-age=900',
    'Content-Language': 'cy',
    'Content-Location': '/feed.cy.xml',
  }),
  conditional: (socket, request, path) =>
    /if-none-match: W\/"tide-1"\r\n/i.test(request)
      ? answer('304 Not Modified', { 'Content-Length': null, ETag: 'W/"tide-2"' }, '')(socket, request, path)
      : answer('200 OK')(socket, request, path),
  'bare-304': raw('HTTP/1.1 304 Not Modified\r\n\r\n'),
  html: answer('200 OK', { 'Content-Type': 'text/html' }, '<!doctype html><title>Sign in</title>'),
  'wrong-charset': answer('200 OK', { 'Content-Type': 'application/rss+xml; charset=klingon' }),
  gzip: coded('gzip', gzipped),
  'x-gzip': coded('x-gzip', gzipped),
  br: coded('br', brotliCompressSync(FEED)),
  deflate: coded('deflate', deflateSync(FEED)),
  'raw-deflate': coded('deflate', deflateRawSync(FEED)),
  zstd: coded('zstd', zstdCompressSync(FEED)),
  'gzip-undeclared': coded(null, gzipped),
  'gzip-twice': coded('gzip', gzipSync(gzipped)),
  'gzip-twice-declared': coded('gzip, gzip', gzipSync(gzipped)),
  'gzip-claimed': coded('gzip', Buffer.from(FEED)),
  'gzip-claimed-unless-identity': (socket, request, path) =>
    coded(/accept-encoding: identity/i.test(request) ? null : 'gzip', Buffer.from(FEED))(
      socket,
      request,
      path,
    ),
  'gzip-and-lines': coded('gzip', Buffer.concat([gzipped, Buffer.from('\r\n\r\n')])),
  'gzip-undeclared-and-lines': coded(null, Buffer.concat([gzipped, Buffer.from('\r\n')])),
  'gzip-cut': coded(null, gzipped.subarray(0, 50)),
  'gzip-bomb': coded('gzip', bomb),
  'gzip-bomb-undeclared': coded(null, bomb),
  'gzip-bomb-twice': coded('gzip', gzipSync(bomb)),
  large: answer('200 OK', {}, LARGE),
  'large-gzip': coded('gzip', gzipSync(LARGE)),
  'large-gzip-undeclared': coded(null, gzipSync(LARGE)),
  'large-page': answer('200 OK', {}, `<!doctype html><html>${'<p>Text</p>'.repeat(200_000)}`),
  empty: answer('200 OK', {}, ''),
  'says-huge': answer('200 OK', { 'Content-Length': 900_000_000 }),
  endless: pour('Content-Type: text/xml\r\n', Buffer.alloc(65_536, 'a'), 1),
  drip: pour('Content-Length: 5000\r\n', Buffer.from('a'), 25),
  hang: () => {},
  'too-short': answer('200 OK', { 'Content-Length': 5000 }),
  'too-long': answer('200 OK', { 'Content-Length': FEED.length }, `${FEED}<!-- more -->`),
  'chunks-cut': raw('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss \r\n'),
  reset: (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<rss')
    setTimeout(() => socket.resetAndDestroy(), 50)
  },
  'reset-at-once': (socket) => void socket.resetAndDestroy(),
  'closed-at-once': (socket) => void socket.end(),
  'not-http': raw('SSH-2.0-OpenSSH_9.9\r\n'),
  'bad-field': raw('HTTP/1.1 200 OK\r\nthis is no field\r\nContent-Length: 0\r\n\r\n'),
  'nul-in-field': raw('HTTP/1.1 200 OK\r\nETag: "a\0b"\r\nContent-Length: 0\r\n\r\n'),
  'bytes-in-etag': answer('200 OK', { ETag: '"\xe9"', 'Last-Modified': 'hier' }),
  'two-etags': answer('200 OK', { ETag: '"a"\r\nETag: "b"' }),
  'early-hints': raw(
    'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>',
  ),
  'status-204': raw('HTTP/1.1 204 No Content\r\n\r\n'),
  'status-206': answer('206 Partial Content', { 'Content-Range': 'bytes 0-9/99' }),
  '429-seconds': answer('429 Too Many Requests', { 'Retry-After': 120 }),
  '429-date': (...all) => answer('429 Too Many Requests', { 'Retry-After': IN_A_MINUTE() })(...all),
  '503-later': answer('503 Service Unavailable', { 'Retry-After': 99_999_999 }),
  redirect: (socket, request, path) =>
    to(Number(path.searchParams.get('status')), path.searchParams.get('to') ?? '')(socket, request, path),
  hops: (socket, request, path) => {
    const left = Number(path.searchParams.get('n'))
    return (left === 0 ? answer('200 OK') : to(302, `/hops?n=${left - 1}`))(socket, request, path)
  },
  loop: to(302, '/loop-back'),
  'loop-back': to(302, '/loop'),
  'no-location': answer('302 Found'),
  wall: (socket, request, path) =>
    (/^cookie: .*seen=1/im.test(request)
      ? answer('200 OK')
      : answer(
          '302 Found',
          { Location: '/wall', 'Set-Cookie': 'seen=1; Path=/; HttpOnly\r\nSet-Cookie: other=a b' },
          '',
        ))(socket, request, path),
  'wall-for-ever': answer('302 Found', { Location: '/wall-for-ever', 'Set-Cookie': 'seen=1' }, ''),
  'foreign-cookie': answer(
    '302 Found',
    { Location: '/plain', 'Set-Cookie': 'a=1; Domain=elsewhere.example' },
    '',
  ),
  'future-date': answer('200 OK', { 'Last-Modified': 'Sat, 07 Nov 2099 06:00:00 GMT' }),
  'utf8-location': to(302, Buffer.from('/höhe').toString('latin1')),
  'h%C3%B6he': answer('200 OK'),
}

export interface HostileServer {
  origin: string
  /** Raw request heads in the order they came. */
  requests: string[]
  openSockets: () => number
  close: () => Promise<void>
}

/** A feed server on loopback that answers each path with one kind of trouble; `/status/418` with that status. */
export async function startHostileServer(): Promise<HostileServer> {
  const requests: string[] = []
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    socket.once('data', (data) => {
      const head = data.toString('latin1')
      requests.push(head)
      const path = new URL(head.split(' ')[1] ?? '/', 'http://server')
      const status = /^\/status\/(\d+)$/.exec(path.pathname)?.[1]
      const serve = status ? answer(`${status} Status`) : ANSWERS[path.pathname.slice(1)]
      ;(serve ?? answer('400 No such trouble', {}, ''))(socket, head, path)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    requests,
    openSockets: () => sockets.size,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
