import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { Readable } from 'node:stream'
import { createBrotliDecompress } from 'node:zlib'

/**
 * A fetch of Node that leaves gzip and deflate to the reader, as workerd's does in effect: Node's own gives nothing of
 * a compressed body that bytes follow which do not belong to it. No redirects, no bodies to send: what one hop needs.
 */
export const rawFetch: typeof fetch = async (address, { headers, signal } = {}) => {
  const url = new URL(String(address))
  const send = url.protocol === 'https:' ? requestSecure : requestPlain
  return new Promise((resolve, reject) => {
    const request = send(url, {
      headers: Object.fromEntries(new Headers(headers)),
      signal: signal ?? undefined,
    })
    request.on('error', reject)
    request.on('response', (message) => {
      const { statusCode = 0, rawHeaders } = message
      const fields = new Headers()
      for (let at = 0; at < rawHeaders.length; at += 2) fields.append(rawHeaders[at]!, rawHeaders[at + 1]!)
      const isBrotli = fields.get('content-encoding')?.trim().toLowerCase() === 'br'
      const body = isBrotli ? message.pipe(createBrotliDecompress()) : message
      message.on('error', (error) => body.destroy(error))
      const hasBody = ![204, 205, 304].includes(statusCode)
      if (!hasBody) message.resume()
      // A Response takes no status below 200; such an answer is none anyway.
      const status = statusCode >= 200 && statusCode <= 599 ? statusCode : 502
      resolve(
        new Response(hasBody ? (Readable.toWeb(body) as ReadableStream) : null, { status, headers: fields }),
      )
    })
    request.end()
  })
}
