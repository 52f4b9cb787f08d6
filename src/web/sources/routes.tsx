import { type Context, Hono } from 'hono'
import type { Bindings } from '../../bindings.ts'
import type { Database } from '../../db/database.ts'
import { AppError } from '../../errors.ts'
import { deleteSourceChoice, followAddress, putSourceChoice } from '../../features/sources/choice-queries.ts'
import { NewSourceChoice } from '../../features/sources/choice-schemas.ts'
import { checkChange } from '../../features/sources/feed-address.ts'
import { leaseSource } from '../../features/sources/fetch-queries.ts'
import { findNewFeed } from '../../features/sources/find-feed.ts'
import { importOpml } from '../../features/sources/import-opml.ts'
import {
  checkMayAddSource,
  checkMayAddSources,
  createSource,
  deleteSource,
  type SourceId,
  updateSource,
} from '../../features/sources/queries.ts'
import { queueFirstFetch } from '../../features/sources/queue-first-fetch.ts'
import { NewSource, SourceChange, SourceParams } from '../../features/sources/schemas.ts'
import type { AppEnv } from '../../http/env.ts'
import { asTyped } from '../../ingest/fetch/discover-feed.ts'
import { queueLeases } from '../../ingest/schedule/queue-leases.ts'
import { check, ignoreNotFound, readFields, readForm, readNumber } from '../form.ts'
import { renderPage } from '../layout.tsx'
import { type Report, SourcesPage } from './page.tsx'
import { readSource, readSources } from './query.ts'
import { SourcePage } from './source-page.tsx'

/** What every body may have at most, in bytes. */
const MAX_LIST = 1024 * 1024

export const sourcePages = new Hono<AppEnv>()
  .get('/sources', (c) => show(c))
  .get('/sources/new', (c) => show(c, { address: c.req.query('url')?.slice(0, 512) ?? '' }))
  .post('/sources', async (c) => {
    const { address = '' } = await readFields(c)
    const wanted = check(NewSource, { url: asTyped(address) })
    const max_sources = c.var.config.sourcesPerReader
    // Check this first, so that only those who may add a source can make this service fetch an address.
    await c.var.db.run(checkMayAddSource, { max_sources })
    const feed = await findNewFeed(wanted, c.var.config)
    // Who adds what is known already wants it in their briefs.
    const known = await c.var.db.run(followAddress, { feed_url: feed.feed_url })
    if (known) return c.redirect('/sources', 303)
    const rest = { credibility_score: 0.5, tags: [], is_active: true, max_sources }
    const source = await c.var.db.run(createSource, { ...feed, ...rest })
    await queueFirstFetch(c.var.db, c.env.INGEST_QUEUE, source)
    return c.redirect('/sources', 303)
  })
  .post('/sources/opml', async (c) => {
    // Only for those who may import it is the list read, and the form that it lies in.
    await c.var.db.run(checkMayAddSources, {})
    const file = (await readForm(c, { maxBytes: MAX_LIST })).opml
    if (!(file instanceof File)) throw new AppError('invalid_request', 'Choose a file to import.')
    const report = await importOpml(new Uint8Array(await file.arrayBuffer()), file.type, c.var)
    return show(c, { report })
  })
  .get('/sources/:id', async (c) => {
    const page = await c.var.db.run(readSource, check(SourceParams, c.req.param()))
    return renderPage(c, <SourcePage {...page} />)
  })
  .post('/sources/:id', async (c) => {
    const { id } = check(SourceParams, c.req.param())
    const { name, feed_url, credibility_score, is_active } = await readFields(c)
    const change = check(SourceChange, {
      ...(name !== undefined && { name }),
      ...(feed_url !== undefined && { feed_url }),
      ...(credibility_score !== undefined && { credibility_score: readNumber(credibility_score) }),
      ...(is_active !== undefined && { is_active: is_active === 'true' }),
    })
    await c.var.db.run(updateSource, { id, ...checkChange(change, c.var.config) })
    return c.redirect(name === undefined ? '/sources' : `/sources/${id}`, 303)
  })
  .post('/sources/:id/choice', async (c) => {
    const { id } = check(SourceParams, c.req.param())
    const fields = await readFields(c)
    if (fields.choice === 'none') await ignoreNotFound(c.var.db.run(deleteSourceChoice, { id }))
    else await c.var.db.run(putSourceChoice, { id, ...check(NewSourceChoice, { choice: fields.choice }) })
    return c.redirect(fields.back === 'source' ? `/sources/${id}` : '/sources', 303)
  })
  .post('/sources/:id/fetch', async (c) => {
    await fetchNow(c.var.db, c.env.INGEST_QUEUE, check(SourceParams, c.req.param()))
    return c.redirect('/sources', 303)
  })
  .post('/sources/:id/delete', async (c) => {
    await ignoreNotFound(c.var.db.run(deleteSource, check(SourceParams, c.req.param())))
    return c.redirect('/sources', 303)
  })

async function show(c: Context<AppEnv>, more: { report?: Report; address?: string } = {}) {
  const { sourcesPerReader } = c.var.config
  const page = await c.var.db.run(readSources, {})
  const origin = new URL(c.req.url).origin
  return renderPage(
    c,
    <SourcesPage page={page} sourcesPerReader={sourcesPerReader} origin={origin} {...more} />,
  )
}

/** Queues a fetch. A conflict means that one is already under way, which is as good. */
async function fetchNow(db: Database, queue: Bindings['INGEST_QUEUE'], source: SourceId): Promise<void> {
  try {
    await queueLeases(db, queue, [await db.run(leaseSource, source)])
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'conflict')) throw error
  }
}
