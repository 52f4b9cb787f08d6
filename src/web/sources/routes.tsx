import type { Queue } from '@cloudflare/workers-types'
import { type Context, Hono } from 'hono'
import { AppError } from '../../errors.ts'
import { feedAddress } from '../../features/sources/feed-address.ts'
import { leaseSource } from '../../features/sources/fetch-queries.ts'
import { findNewFeed } from '../../features/sources/find-feed.ts'
import { importOpml } from '../../features/sources/import-opml.ts'
import { createSource, deleteSource, mayAddSources, updateSource } from '../../features/sources/queries.ts'
import { NewSource, SourceChange, SourceParams } from '../../features/sources/schemas.ts'
import type { AppEnv } from '../../http/env.ts'
import { asTyped } from '../../ingest/fetch/discover-feed.ts'
import type { Lease } from '../../ingest/schedule/leases.ts'
import { queueLeases } from '../../ingest/schedule/queue-leases.ts'
import { check, readFields, readForm, readNumber, unlessGone } from '../form.ts'
import { renderPage } from '../layout.tsx'
import { SourcesPage } from './page.tsx'
import { readSource, readSources } from './query.ts'
import { SourcePage } from './source-page.tsx'

/** What every body may have at most, in bytes. */
const MAX_LIST = 1024 * 1024

export const sourcePages = new Hono<AppEnv>()
  .get('/sources', async (c) => renderPage(c, <SourcesPage page={await c.var.db.run(readSources, {})} />))
  .post('/sources', async (c) => {
    const { address = '' } = await readFields(c)
    const wanted = check(NewSource, { url: asTyped(address) })
    // Nobody sends this service out into the network but those who may add what it finds.
    await c.var.db.run(mayAddSources, {})
    const feed = await findNewFeed(wanted, c.var.config)
    const rest = { credibility_score: 0.5, tags: '[]', is_active: true }
    const { id, leased_until } = await c.var.db.run(createSource, { ...feed, ...rest })
    // The source is there whether or not the queue is: then the next tick fetches it.
    if (leased_until) await queue(c, { source_id: id, leased_until }).catch(() => {})
    return c.redirect('/sources', 303)
  })
  .post('/sources/opml', async (c) => {
    // Only for those who may import it is the list read, and the form that it lies in.
    await c.var.db.run(mayAddSources, {})
    const file = (await readForm(c, { maxBytes: MAX_LIST })).opml
    if (!(file instanceof File)) throw new AppError('invalid_request', 'Choose a file to import.')
    const report = await importOpml(new Uint8Array(await file.arrayBuffer()), file.type, c.var)
    return renderPage(c, <SourcesPage page={await c.var.db.run(readSources, {})} report={report} />)
  })
  .get('/sources/:id', async (c) => {
    const { reader, sources, fetches } = await c.var.db.run(readSource, check(SourceParams, c.req.param()))
    return renderPage(c, <SourcePage reader={reader} source={sources[0]!} fetches={fetches} />)
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
    const policy = { allowedOrigins: c.var.config.feedAllowedOrigins }
    await c.var.db.run(updateSource, {
      id,
      name: change.name ?? null,
      url: null,
      feed_url: change.feed_url === undefined ? null : feedAddress(change.feed_url, policy).href,
      credibility_score: change.credibility_score ?? null,
      tags: null,
      is_active: change.is_active ?? null,
    })
    return c.redirect(name === undefined ? '/sources' : `/sources/${id}`, 303)
  })
  .post('/sources/:id/fetch', async (c) => {
    const { source_id, leased_until } = await c.var.db.run(leaseSource, check(SourceParams, c.req.param()))
    if (leased_until) await queue(c, { source_id, leased_until })
    return c.redirect('/sources', 303)
  })
  .post('/sources/:id/delete', async (c) => {
    await unlessGone(c.var.db.run(deleteSource, check(SourceParams, c.req.param())))
    return c.redirect('/sources', 303)
  })

const queue = (c: Context<AppEnv>, lease: Lease) =>
  queueLeases(c.var.db, (c.env as { INGEST_QUEUE?: Queue<Lease> }).INGEST_QUEUE, [lease])
