import { Hono } from 'hono'
import type { AppEnv } from '../../http/env.ts'
import { renderPage } from '../layout.tsx'
import { StatusPage } from './page.tsx'
import { readStatus } from './query.ts'

export const statusPages = new Hono<AppEnv>().get('/status', async (c) => {
  const page = await c.var.db.run(readStatus, {})
  return renderPage(
    c,
    <StatusPage page={page} latencyMs={c.var.db.stats.ms} limitMb={c.var.config.databaseLimitMb} />,
  )
})
