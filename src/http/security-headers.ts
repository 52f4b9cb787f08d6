import { createMiddleware } from 'hono/factory'
import { NONCE, secureHeaders } from 'hono/secure-headers'

/**
 * Headers of every response that does not set its own: if a browser opens it as a page, nothing is run or loaded. Those
 * that only matter to pages, such as Cross-Origin-Opener-Policy, are set by `pageHeaders`: each header costs some
 * microseconds of CPU in every response.
 */
export const API_HEADERS: readonly (readonly [name: string, value: string])[] = [
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Referrer-Policy', 'no-referrer'],
  ['Strict-Transport-Security', 'max-age=15552000; includeSubDomains'],
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
  ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
  ['Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=()'],
]

/**
 * Headers of the pages: they load nothing from other origins, cannot be framed, and send forms to this origin only.
 * Inline styles and scripts need the request's nonce (`c.get('secureHeadersNonce')`), or must be one of `styles`, which
 * are allowed by their hashes (CSP level 3).
 * @param styles inline style sheets that every page has
 */
export function pageHeaders(...styles: string[]) {
  let headers: ReturnType<typeof secureHeaders> | undefined
  return createMiddleware(async (c, next) => {
    headers ??= secureHeaders({
      xFrameOptions: 'DENY',
      permissionsPolicy: { camera: [], geolocation: [], microphone: [], payment: [] },
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", NONCE],
        styleSrc: ["'self'", NONCE, ...(await Promise.all(styles.map(hashSource)))],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    })
    return headers(c, next)
  })
}

async function hashSource(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`
}
