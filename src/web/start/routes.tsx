import { type Context, Hono } from 'hono'
import { AppError } from '../../errors.ts'
import {
  type InterestLanguage,
  interestLanguage,
  offerIn,
  preferredLanguage,
} from '../../features/interests/catalogue.ts'
import { startWith } from '../../features/interests/start.ts'
import type { AppEnv } from '../../http/env.ts'
import { readFields } from '../form.ts'
import { renderPage } from '../layout.tsx'
import { ProgressPage, StartPage } from './page.tsx'
import { readProgress, readReader } from './query.ts'

const PREFIX = 'interest_'

export const startPages = new Hono<AppEnv>()
  .get('/start', (c) => {
    const language =
      interestLanguage(c.req.query('language')) ?? preferredLanguage(c.req.header('accept-language'))
    return show(c, language)
  })
  .post('/start', async (c) => {
    const fields = await readFields(c)
    const language = interestLanguage(fields.language) ?? preferredLanguage(undefined)
    const ids = Object.keys(fields).flatMap((name) =>
      name.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : [],
    )
    try {
      await startWith({ language, ids, timeZone: fields.time_zone?.slice(0, 64) || zoneOf(c) }, c.var, c.env)
    } catch (error) {
      if (
        !(error instanceof AppError) ||
        (error.code !== 'invalid_request' && error.code !== 'limit_reached')
      )
        throw error
      return show(c, language, error)
    }
    return c.redirect('/start/progress', 303)
  })
  .get('/start/progress', async (c) =>
    renderPage(c, <ProgressPage page={await c.var.db.run(readProgress, {})} />),
  )

async function show(c: Context<AppEnv>, language: InterestLanguage, error?: AppError) {
  const [{ reader }, offer] = await Promise.all([
    c.var.db.run(readReader, {}),
    offerIn(language, c.env.ASSETS),
  ])
  return renderPage(
    c,
    <StartPage reader={reader} offer={offer} fault={error?.message} />,
    error?.status ?? 200,
  )
}

/** The time zone that Cloudflare knows of the caller's address, for a browser without scripts. */
function zoneOf(c: Context<AppEnv>): string | null {
  const cf: unknown = 'cf' in c.req.raw ? c.req.raw.cf : null
  const isKnown = typeof cf === 'object' && cf !== null && 'timezone' in cf && typeof cf.timezone === 'string'
  return isKnown ? String(cf.timezone) : null
}
