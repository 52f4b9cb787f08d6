import { type Context, Hono } from 'hono'
import { BriefParams } from '../../features/briefs/schemas.ts'
import type { AppEnv } from '../../http/env.ts'
import { check } from '../form.ts'
import { renderPage } from '../layout.tsx'
import { WeekPage } from './page.tsx'
import { readWeek } from './query.ts'

export const weekPages = new Hono<AppEnv>()
  .get('/week', (c) => show(c))
  .get('/week/:date', (c) => {
    const { date } = check(BriefParams, c.req.param())
    return show(c, date === 'today' ? undefined : date)
  })

async function show(c: Context<AppEnv>, until?: string) {
  return renderPage(c, <WeekPage page={await c.var.db.run(readWeek, { until })} />)
}
