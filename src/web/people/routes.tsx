import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { nudgeOutbox } from '../../features/channels/nudge-outbox.ts'
import { INVITATION_S, invite } from '../../features/users/invite.ts'
import { createSignInLink, getUser, updateUser } from '../../features/users/queries.ts'
import { NewUser, UserChange, UserParams } from '../../features/users/schemas.ts'
import type { AppEnv } from '../../http/env.ts'
import { hashToken } from '../../http/hash.ts'
import { signInLink } from '../../http/sign-in-link.ts'
import { tokenText } from '../../http/token-text.ts'
import { check, readFields } from '../form.ts'
import { renderPage } from '../layout.tsx'
import { type NewLink, PeoplePage } from './page.tsx'
import { PER_PAGE, readPeople } from './query.ts'

const After = z.object({
  after: z.coerce
    .number('must be a number')
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(0),
})

async function show(c: Context<AppEnv>, made?: NewLink) {
  const { after } = check(After, { after: c.req.query('after') })
  const page = await c.var.db.run(readPeople, { after_id: after })
  const people = page.people.slice(0, PER_PAGE)
  const next = page.people.length > PER_PAGE ? people.at(-1)?.id : undefined
  const hasMail = c.var.config.mail !== null
  return renderPage(c, <PeoplePage page={{ ...page, people }} hasMail={hasMail} next={next} made={made} />)
}

const linkOf = (c: Context, code: string) => signInLink(new URL(c.req.url).origin, code)

/** The people of this deployment: inviting, roles, deactivation. Admins only. */
export const peoplePages = new Hono<AppEnv>()
  .get('/people', (c) => show(c))
  .post('/people', async (c) => {
    const { email, role, by } = await readFields(c)
    const person = check(NewUser, { email: email?.trim(), role: role || 'reader' })
    const isMailed = by === 'mail' && c.var.config.mail !== null
    const code = await tokenText(c)
    await c.var.db.run(invite, {
      email: person.email,
      role: person.role ?? 'reader',
      link_hash: await hashToken(code),
      by_mail: isMailed,
    })
    if (isMailed) await nudgeOutbox(c)
    return show(c, { email: person.email, link: linkOf(c, code), isMailed })
  })
  .post('/people/:id', async (c) => {
    const { id } = check(UserParams, c.req.param())
    const { role, is_active } = await readFields(c)
    const change = check(UserChange, {
      role,
      is_active: is_active === undefined ? undefined : is_active === 'true',
    })
    await c.var.db.run(updateUser, { id, ...change })
    return c.redirect('/people', 303)
  })
  .post('/people/:id/link', async (c) => {
    const { id } = check(UserParams, c.req.param())
    await readFields(c)
    const code = await tokenText(c)
    await c.var.db.run(createSignInLink, { id, hash: await hashToken(code), lasts_s: INVITATION_S })
    const { email } = await c.var.db.run(getUser, { id })
    return show(c, { email, link: linkOf(c, code), isMailed: false })
  })
