import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { MAX_COMMENT } from '../../db/schema/limits.ts'
import { fillToday } from '../../features/briefs/fill-today.ts'
import { BriefParams } from '../../features/briefs/schemas.ts'
import { deleteFeedback, putFeedback } from '../../features/feedback/queries.ts'
import { FeedbackParams, GivenFeedback } from '../../features/feedback/schemas.ts'
import { offerIn, preferredLanguage } from '../../features/interests/catalogue.ts'
import type { AppEnv } from '../../http/env.ts'
import { text } from '../../http/fields.ts'
import { check, ignoreNotFound, readFields, redirectBack } from '../form.ts'
import { renderPage } from '../layout.tsx'
import { TodayPage } from './page.tsx'
import { readToday } from './query.ts'

/** The feedback form. Pressing the same thumb again sends `none`. */
const Thumb = z.union([
  z.object({ rating: z.literal('none') }),
  GivenFeedback.extend({
    comment: z
      .string()
      .transform((comment) => comment.trim() || null)
      .pipe(text(MAX_COMMENT).nullable()),
  }),
])

export const todayPages = new Hono<AppEnv>()
  .get('/', (c) => show(c))
  .get('/briefs/:date', (c) => {
    const { date } = check(BriefParams, c.req.param())
    return show(c, date === 'today' ? undefined : date)
  })
  .post('/briefs/today/build', async (c) => {
    await fillToday(c)
    return c.redirect('/', 303)
  })
  .post('/deliveries/:id/feedback', async (c) => {
    const { id } = check(FeedbackParams, c.req.param())
    const fields = await readFields(c)
    const thumb = check(Thumb, { comment: '', ...fields })
    if (thumb.rating === 'none') await ignoreNotFound(c.var.db.run(deleteFeedback, { id }))
    else await c.var.db.run(putFeedback, { id, ...thumb })
    return redirectBack(c, fields)
  })

/** Shows a brief; with `?all` the sidebar shows as many todos and items as a page can. */
async function show(c: Context<AppEnv>, date?: string) {
  const all = c.req.query('all') !== undefined
  const sizes = all ? { todos: 1000, items: 1000 } : { todos: 100, items: 20 }
  const page = await c.var.db.run(readToday, { date, todos: sizes.todos + 1, items: sizes.items + 1 })
  const origins = c.var.config.feedAllowedOrigins
  const isSample = page.brief.topics.some(({ deliveries }) =>
    deliveries.some(({ article }) => origins.some((origin) => article.link.startsWith(`${origin}/`))),
  )
  const isNew = page.brief.topics.length === 0
  const offer = isNew ? await offerIn(preferredLanguage(c.req.header('accept-language')), c.env.ASSETS) : null
  return renderPage(c, <TodayPage page={page} sizes={sizes} all={all} isSample={isSample} offer={offer} />)
}
