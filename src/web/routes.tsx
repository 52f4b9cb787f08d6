import { Hono } from 'hono'
import type { AppEnv } from '../http/env.ts'
import { readToday } from './queries.ts'
import { TodayPage } from './today-page.tsx'

/** The server-rendered pages. */
export const web = new Hono<AppEnv>().get('/', async (c) => {
  const page = await c.var.db.run(readToday, { date: null })
  return c.html(<TodayPage {...page} />)
})
