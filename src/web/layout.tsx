import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { pageHeaders } from '../http/security-headers.ts'
import { KeyboardHelp } from './keyboard-help.tsx'
import type { Reader } from './reader.ts'
import { STYLES } from './styles.ts'

const PAGES = [
  ['/', 'Brief'],
  ['/search', 'Search'],
  ['/topics', 'Topics'],
  ['/sources', 'Sources'],
  ['/settings', 'Settings'],
] as const

const ADMIN_PAGES = [
  ['/people', 'People'],
  ['/status', 'Status'],
] as const

export interface LayoutProps {
  title: string
  /** Path of the page, to mark its link. */
  path: string
  /** Missing on pages without a signed-in user. */
  reader?: Reader
  /** One line under the title. */
  dateline?: Child
  children: Child
}

/** The layout of every page: skip link, header, navigation, main landmark and footer. */
export const Layout = ({ title, path, reader, dateline, children }: LayoutProps) => {
  const pages = reader?.role === 'admin' ? [...PAGES, ...ADMIN_PAGES] : PAGES
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="apple-touch-icon" href="/icon-192.png" />
        <link rel="manifest" href="/manifest.webmanifest" />
        <style dangerouslySetInnerHTML={{ __html: STYLES }} />
        <script src="/page.js" type="module" />
      </head>
      <body data-reader={reader?.email}>
        <a class="skip" href="#main">
          Skip to content
        </a>
        <header class="masthead">
          <a class="name" href="/">
            Morning Brief
          </a>
          {dateline && <p class="dateline">{dateline}</p>}
          {reader && (
            <nav aria-label="Pages">
              <ul>
                {pages.map(([href, name]) => (
                  <li>
                    <a href={href} aria-current={href === path ? 'page' : undefined}>
                      {name}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
          )}
        </header>
        <main id="main" tabindex={-1}>
          {children}
        </main>
        <footer class="quiet">
          <a href="/docs">The API</a> · <a href="/openapi.json">OpenAPI</a>
          <button type="button" class="link" id="show-keys" hidden>
            Keyboard (?)
          </button>
        </footer>
        <KeyboardHelp />
        <p id="notice" role="status" />
      </body>
    </html>
  )
}

const headers = pageHeaders(STYLES)

/** Responds with a page and its security headers. No cache may store it, because it shows the reader's own data. */
export async function renderPage(
  c: Context,
  page: Child,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  await headers(c, async () => {
    c.res = await c.html(html`<!DOCTYPE html>${page}`, status, { 'Cache-Control': 'private, no-store' })
  })
  return c.res
}
