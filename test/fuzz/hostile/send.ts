import http from 'node:http'
import { type Draft, properDraft } from './draft.ts'
import { Random } from './random.ts'
import type { Route } from './routes.ts'
import { spoil } from './spoil.ts'

/** Who sends it: a header that says so, or none. */
export type Credential = readonly [name: string, value: string] | null

export interface Hostile {
  draft: Draft
  /** Sent in one piece, without saying how long it is, or broken off. */
  sending: 'whole' | 'chunked' | 'broken off'
}

/** The request of a number; the same of the same seed. */
export function hostileRequest(routes: readonly Route[], seed: number, number: number): Hostile {
  const random = new Random(seed + number * 7919)
  random.next()
  const draft = spoil(properDraft(random.pick(routes), random), random)
  const sending = random.pick(['whole', 'whole', 'whole', 'chunked', 'broken off'] as const)
  return { draft, sending }
}

export interface Answer {
  /** 0 when each connection ended without an answer. */
  status: number
  type: string
  bytes: number
  /** The beginning of it. */
  text: string
}

const agent = new http.Agent({ keepAlive: true })

/** So often a request is sent that ends without an answer. */
const TRIES = 3
/** So long a client that was left without one waits for it before it sends the body, in milliseconds. */
const PATIENCE = 3000

/**
 * Sends it, and reads the answer to its end. workerd answers, and closes the connection, without having read a large body
 * that nobody asked for: a client that is still writing does not see the answer, whatever the worker is. So it sends the
 * head again, and the body only when nothing was answered to the head.
 */
export async function send(origin: string, hostile: Hostile, who: Credential): Promise<Answer> {
  let answer = await sendOnce(origin, hostile, who, 0)
  for (let tries = 1; tries < TRIES && answer.status === 0 && hostile.sending !== 'broken off'; tries += 1) {
    answer = await sendOnce(origin, hostile, who, PATIENCE)
  }
  return answer
}

function sendOnce(
  origin: string,
  { draft, sending }: Hostile,
  who: Credential,
  patience: number,
): Promise<Answer> {
  const { hostname, port, host } = new URL(origin)
  const { method, body } = draft
  const path = draft.path + (draft.query.length > 0 ? `?${draft.query.join('&')}` : '')
  const hasBody = body.length > 0
  const headers = [['host', host], ...draft.headers, ...(who ? [who] : [])]
  if (hasBody && sending === 'chunked') headers.push(['transfer-encoding', 'chunked'])
  else if (hasBody || method === 'POST') headers.push(['content-length', String(body.length)])
  return new Promise((resolve) => {
    let waiting: NodeJS.Timeout | undefined
    const lost = () => {
      clearTimeout(waiting)
      resolve({ status: 0, type: '', bytes: 0, text: '' })
    }
    const options = { agent, hostname, port, method, path, headers: headers.flat() }
    const request = http.request(options, (response) => {
      clearTimeout(waiting)
      let bytes = 0
      let text = ''
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (text.length < 2000) text += chunk.toString('latin1')
      })
      const status = response.statusCode ?? 0
      const type = response.headers['content-type'] ?? ''
      response.on('end', () => {
        resolve({ status, type, bytes, text })
        if (!request.writableEnded) request.destroy()
      })
      response.on('error', lost)
    })
    request.on('error', lost)
    const sendBody = () => {
      if (hasBody && sending === 'broken off') {
        request.write(body.subarray(0, body.length / 2), () => setTimeout(() => request.destroy(), 1))
      } else if (hasBody && sending === 'chunked') {
        for (let at = 0; at < body.length; at += 65_536) request.write(body.subarray(at, at + 65_536))
        request.end()
      } else request.end(hasBody ? body : undefined)
    }
    if (!hasBody || patience === 0) sendBody()
    else {
      request.flushHeaders()
      waiting = setTimeout(sendBody, patience)
    }
  })
}

/** A request in words, short enough to be read. */
export const describeHostile = (number: number, { draft, sending }: Hostile) =>
  `${number}: ${draft.method} ${draft.path.slice(0, 300)} (${draft.query.length} parameters), ${draft.body.length} bytes ${sending}; ${draft.spoilt.join(', ')}`
