import type { Context } from 'hono'
import { accepts } from 'hono/accepts'
import { type AppError, ERRORS } from '../errors.ts'
import type { AppEnv } from '../http/env.ts'
import { problemHeaders, problemResponse } from '../http/problem.ts'
import { Layout, renderPage } from './layout.tsx'

const HTML = 'text/html'
const JSON_PROBLEM = 'application/problem+json'

const ErrorPage = ({ error, path, requestId }: { error: AppError; path: string; requestId: string }) => (
  <Layout title={`${ERRORS[error.code][1]} · Morning Brief`} path="">
    <div class="empty">
      <h1>{ERRORS[error.code][1]}</h1>
      <p id="problem">{error.message}</p>
      {error.code === 'unauthenticated' ? (
        <a class="button primary" href={`/sign-in?${new URLSearchParams({ next: path })}`}>
          Sign in
        </a>
      ) : (
        <a class="button" href="/">
          To today's brief
        </a>
      )}
      <p class="quiet">
        {error.status} {error.code}, request {requestId}
      </p>
    </div>
  </Layout>
)

/**
 * Responds to an error with a page if the `Accept` header prefers HTML, else with a problem document. Status, code and
 * headers are the same in both.
 */
export function respondError(c: Context<AppEnv>, error: AppError): Response | Promise<Response> {
  const options = { header: 'Accept', supports: [JSON_PROBLEM, HTML], default: JSON_PROBLEM } as const
  if (accepts(c, { ...options, supports: [...options.supports] }) !== HTML) return problemResponse(c, error)
  for (const [name, value] of Object.entries(problemHeaders(error))) c.header(name, value)
  c.header('Vary', 'Accept', { append: true })
  const path = c.req.method === 'GET' ? c.req.path : '/'
  const requestId = c.get('requestId') ?? ''
  return renderPage(c, <ErrorPage error={error} path={path} requestId={requestId} />, error.status)
}
