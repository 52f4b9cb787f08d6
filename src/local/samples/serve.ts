import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { freePort } from '../postgres/port.ts'
import { PAPERS } from './catalogue.ts'
import { writeEdition } from './edition.ts'
import { findStory } from './find-story.ts'
import { indexPage, sitePage, storyPage } from './pages.ts'
import { DAY_MS, dayOf } from './pick-stories.ts'
import type { FeedDocument } from './story.ts'
import { utf8 } from './write/xml.ts'

const PREFERRED_PORT = 8790
/** In seconds. */
const MAX_AGE_S = 600

/** A running sample server. */
export interface SampleServer {
  /** `http://127.0.0.1:PORT` */
  origin: string
  close(): Promise<void>
}

export interface SampleServerOptions {
  /** Preferred; another free one when it is taken. Default 8790. */
  port?: number
  /** The clock, which decides the day of the stories. */
  now?: () => Date
}

/**
 * Serves the sample feeds on loopback, with a page for each story, an index at `/` and a page for feed discovery at
 * `/site`. Supports ETag, Last-Modified, 304, gzip and HEAD (RFC 9110).
 */
export async function startSampleFeeds(options: SampleServerOptions = {}): Promise<SampleServer> {
  const { port = PREFERRED_PORT, now = () => new Date() } = options
  const chosen = await freePort(port)
  const origin = `http://127.0.0.1:${chosen}`
  const server = createServer((request, response) => answer(request, response, dayOf(now()), origin))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(chosen, '127.0.0.1', resolve)
  })
  return {
    origin,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function answer(request: IncomingMessage, response: ServerResponse, day: number, origin: string): void {
  const path = URL.parse(request.url ?? '/', 'http://localhost')?.pathname ?? '/'
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end()
    return
  }
  const document = find(path, day, origin)
  if (!document) {
    response
      .writeHead(404, { 'content-type': 'text/plain' })
      .end('There is no such feed or story; / lists the feeds.\n')
    return
  }
  const { body, contentType } = document
  const modified = new Date(day * DAY_MS)
  // Weak, because the plain and the compressed response have the same tag.
  const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  response.setHeader('etag', etag)
  response.setHeader('last-modified', modified.toUTCString())
  response.setHeader('cache-control', `max-age=${MAX_AGE_S}`)
  response.setHeader('vary', 'accept-encoding')
  if (isUnchanged(request, etag, modified)) {
    response.writeHead(304).end()
    return
  }
  const compress = /\bgzip\b(?!\s*;\s*q=0(\.0+)?\s*(,|$))/.test(
    request.headers['accept-encoding']?.toString() ?? '',
  )
  const sent = compress ? gzipSync(body) : body
  if (compress) response.setHeader('content-encoding', 'gzip')
  response.writeHead(200, { 'content-type': contentType, 'content-length': sent.byteLength })
  response.end(request.method === 'HEAD' ? undefined : sent)
}

function find(path: string, day: number, origin: string): FeedDocument | undefined {
  if (path === '/') return utf8(indexPage(), 'text/html; charset=utf-8')
  if (path === '/site') return utf8(sitePage(), 'text/html; charset=utf-8')
  const paper = PAPERS.find((each) => each.path === path)
  if (paper) return writeEdition(paper, day, origin)
  if (PAPERS.some(({ url }) => path === `/${new URL(url).hostname}/`))
    return utf8(indexPage(), 'text/html; charset=utf-8')
  const found = findStory(path)
  return found && utf8(storyPage(found), 'text/html; charset=utf-8')
}

/** With If-None-Match, If-Modified-Since is ignored (RFC 9110 §13.2.2). The comparison of tags is weak. */
function isUnchanged(request: IncomingMessage, etag: string, modified: Date): boolean {
  const { 'if-none-match': tags, 'if-modified-since': since } = request.headers
  if (tags !== undefined) {
    const bare = (tag: string) => tag.trim().replace(/^W\//, '')
    return tags.trim() === '*' || tags.split(',').some((tag) => bare(tag) === bare(etag))
  }
  return since !== undefined && modified.getTime() <= Date.parse(since)
}
