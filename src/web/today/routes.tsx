import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { MAX_COMMENT } from '../../db/schema/limits.ts'
import { fillToday } from '../../features/briefs/fill-today.ts'
import { BriefParams } from '../../features/briefs/schemas.ts'
import { deleteFeedback, putFeedback } from '../../features/feedback/queries.ts'
import { FeedbackParams, GivenFeedback } from '../../features/feedback/schemas.ts'
import type { AppEnv } from '../../http/env.ts'
import { text } from '../../http/fields.ts'
import { backTo, check, readFields, unlessGone } from '../form.ts'
import { renderPage } from '../layout.tsx'
import { TodayPage } from './page.tsx'
import { readToday } from './query.ts'

/** A thumb as its form sends it: pressed again it is `none`. */
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
    await fillToday(c.var.db)
    return c.redirect('/', 303)
  })
  .post('/deliveries/:id/feedback', async (c) => {
    const { id } = check(FeedbackParams, c.req.param())
    const fields = await readFields(c)
    const thumb = check(Thumb, { comment: '', ...fields })
    if (thumb.rating === 'none') await unlessGone(c.var.db.run(deleteFeedback, { id }))
    else await c.var.db.run(putFeedback, { id, ...thumb })
    return backTo(c, fields)
  })

/** Beside the brief stand the first todos and the newest items; with `?all` all that a page can hold. */
async function show(c: Context<AppEnv>, date?: string) {
  const all = c.req.query('all') !== undefined
  const most = all ? { todos: 1000, items: 1000 } : { todos: 100, items: 20 }
  const page = await c.var.db.run(readToday, { date, todos: most.todos + 1, items: most.items + 1 })
  return renderPage(c, <TodayPage page={page} most={most} all={all} />)
}
