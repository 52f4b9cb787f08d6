import { Hono } from 'hono'
import type { AppEnv } from '../http/env.ts'
import { asAppError } from '../http/problem.ts'
import { articlePages } from './articles/routes.tsx'
import { channelPages } from './channels/routes.tsx'
import { respondError } from './error-page.tsx'
import { passkeyPages } from './passkeys/routes.ts'
import { peoplePages } from './people/routes.tsx'
import { settingsPages } from './settings/routes.tsx'
import { tastePages } from './settings/tastes.tsx'
import { sourcePages } from './sources/routes.tsx'
import { startPages } from './start/routes.tsx'
import { statusPages } from './status/routes.tsx'
import { todayPages } from './today/routes.tsx'
import { sidebarForms } from './today/sidebar-routes.ts'
import { topicPages } from './topics/routes.tsx'
import { weekPages } from './week/routes.tsx'

/** The server-rendered pages. Every form is a POST that works without scripts and responds with a redirect. */
export const web = new Hono<AppEnv>()
  .onError((error, c) => respondError(c, asAppError(error)))
  .route('/', todayPages)
  .route('/', sidebarForms)
  .route('/', startPages)
  .route('/', topicPages)
  .route('/', articlePages)
  .route('/', weekPages)
  .route('/', sourcePages)
  .route('/', settingsPages)
  .route('/', passkeyPages)
  .route('/', peoplePages)
  .route('/', channelPages)
  .route('/', tastePages)
  .route('/', statusPages)
