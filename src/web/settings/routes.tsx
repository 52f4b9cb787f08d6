import { type Context, Hono } from 'hono'
import { createFeedAddress } from '../../features/briefs/feed-address.ts'
import { deleteFeedToken, putFeedToken } from '../../features/briefs/queries.ts'
import { updateMe } from '../../features/me/queries.ts'
import { readCurrentSession } from '../../features/sessions/current-session.ts'
import { endOtherSessions, endSession } from '../../features/sessions/queries.ts'
import { SessionParams } from '../../features/sessions/schemas.ts'
import { createToken, deleteToken } from '../../features/tokens/queries.ts'
import { NewToken, TokenParams } from '../../features/tokens/schemas.ts'
import { MyChange } from '../../features/users/schemas.ts'
import { PREFIX_LENGTH } from '../../http/authenticate.ts'
import type { AppEnv } from '../../http/env.ts'
import { hashToken } from '../../http/hash.ts'
import { tokenText } from '../../http/token-text.ts'
import { check, ignoreNotFound, readFields, readLines, readNumber } from '../form.ts'
import { renderPage } from '../layout.tsx'
import { SettingsPage } from './page.tsx'
import { readSettings } from './query.ts'

const readPage = async (c: Context<AppEnv>) => c.var.db.run(readSettings, await readCurrentSession(c))

export const settingsPages = new Hono<AppEnv>()
  .get('/settings', async (c) => renderPage(c, <SettingsPage page={await readPage(c)} />))
  .post('/settings', async (c) => {
    const { time_zone, brief_hour } = await readFields(c)
    const change = check(MyChange, { time_zone, brief_hour: readNumber(brief_hour) })
    await c.var.db.run(updateMe, change)
    return c.redirect('/settings', 303)
  })
  .post('/settings/muted', async (c) => {
    const { muted_words = '' } = await readFields(c)
    await c.var.db.run(updateMe, check(MyChange, { muted_words: readLines(muted_words) }))
    return c.redirect('/settings', 303)
  })
  .post('/settings/tokens', async (c) => {
    const { name } = check(NewToken, await readFields(c))
    const token = await tokenText(c)
    await c.var.db.run(createToken, {
      name,
      token_hash: await hashToken(token),
      token_prefix: token.slice(0, PREFIX_LENGTH),
      max_tokens: c.var.config.maxTokens,
    })
    const page = await readPage(c)
    return renderPage(c, <SettingsPage page={page} created={{ token }} />)
  })
  .post('/settings/feed', async (c) => {
    const { hash, url } = await createFeedAddress(c)
    await c.var.db.run(putFeedToken, { token_hash: hash })
    const page = await readPage(c)
    return renderPage(c, <SettingsPage page={page} created={{ feed: url }} />)
  })
  .post('/settings/feed/delete', async (c) => {
    await ignoreNotFound(c.var.db.run(deleteFeedToken, {}))
    return c.redirect('/settings', 303)
  })
  .post('/settings/tokens/:id/delete', async (c) => {
    await ignoreNotFound(c.var.db.run(deleteToken, check(TokenParams, c.req.param())))
    return c.redirect('/settings', 303)
  })
  .post('/settings/sessions/delete', async (c) => {
    await c.var.db.run(endOtherSessions, await readCurrentSession(c))
    return c.redirect('/settings', 303)
  })
  .post('/settings/sessions/:id/delete', async (c) => {
    await ignoreNotFound(c.var.db.run(endSession, check(SessionParams, c.req.param())))
    return c.redirect('/settings', 303)
  })
