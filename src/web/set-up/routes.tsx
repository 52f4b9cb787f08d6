import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { setUp } from '../../features/sessions/set-up.ts'
import { NewUser } from '../../features/users/schemas.ts'
import { isToken } from '../../http/authenticate.ts'
import { beginSession } from '../../http/begin-session.ts'
import type { AppEnv } from '../../http/env.ts'
import { hashToken } from '../../http/hash.ts'
import { check, readFields } from '../form.ts'
import { renderPage } from '../layout.tsx'
import { SetUpPage } from './page.tsx'

/** How long the form may be, in bytes. */
const MAX_FORM = 8 * 1024

/** The code, or the whole link pasted. */
const CODE = /(?:^|#)(mb_[\w-]{43})$/

const First = z.object({ email: NewUser.shape.email, time_zone: NewUser.shape.time_zone })

const show = (c: Context, problem?: string) =>
  renderPage(c, <SetUpPage problem={problem} />, problem ? 401 : 200)

/** The set-up of a deployment that nobody uses yet: the first person, who is an admin. */
export const setUpPages = new Hono<AppEnv>()
  .get('/set-up', (c) => show(c))
  .post('/set-up', async (c) => {
    const fields = await readFields(c, { anonymous: true, maxBytes: MAX_FORM })
    const { email, time_zone = 'UTC' } = check(First, {
      email: fields.email?.trim(),
      time_zone: fields.time_zone || undefined,
    })
    const code = CODE.exec(fields.code?.trim().slice(-400) ?? '')?.[1] ?? ''
    const isIn =
      isToken(code) &&
      (await beginSession(c, async (session) =>
        c.var.db.run(setUp, { code_hash: await hashToken(code), email, time_zone, ...session }),
      ))
    if (!isIn) {
      return show(
        c,
        'This code is not known, was used or has expired, or somebody is here already. npm run deploy prints a new one while nobody is.',
      )
    }
    return c.redirect('/', 303)
  })
