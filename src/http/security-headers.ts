import { createMiddleware } from 'hono/factory'
import { NONCE, secureHeaders } from 'hono/secure-headers'

const permissionsPolicy = { camera: [], geolocation: [], microphone: [], payment: [] }

/** Headers of every reply that has none of its own: a browser that opens it as a page runs and loads nothing. */
export const apiHeaders = () =>
  secureHeaders({
    overwrite: false,
    xFrameOptions: 'DENY',
    permissionsPolicy,
    contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  })

/**
 * Headers of the pages: nothing from elsewhere, in no frame, forms to ourselves only. Inline styles and scripts need
 * the request's nonce (`c.get('secureHeadersNonce')`), or must be one of the style sheets given here (CSP level 3).
 * @param styles inline style sheets that every page has
 */
export function pageHeaders(...styles: string[]) {
  let headers: ReturnType<typeof secureHeaders> | undefined
  return createMiddleware(async (c, next) => {
    headers ??= secureHeaders({
      xFrameOptions: 'DENY',
      permissionsPolicy,
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
