import type { Queue } from '@cloudflare/workers-types'
import * as z from 'zod'
import { createApi, createRoute } from '../../http/api.ts'
import { listETag } from '../../http/cache-rules.ts'
import { decodeCursor, encodeCursor } from '../../http/cursor.ts'
import { linkNext } from '../../http/link.ts'
import { BODY_PROBLEMS, problems } from '../../http/problem.ts'
import { body, json, noContent, notModified } from '../../http/responses.ts'
import type { Lease } from '../../ingest/schedule/leases.ts'
import { queueLeases } from '../../ingest/schedule/queue-leases.ts'
import { feedAddress } from './feed-address.ts'
import { fetchRoutes } from './fetch-routes.ts'
import { findNewFeed } from './find-feed.ts'
import { opmlRoutes } from './opml-routes.ts'
import { createSource, deleteSource, getSource, listSources, mayAddSources, updateSource } from './queries.ts'
import { NewSource, Source, SourceChange, SourceParams, SourceQuery } from './schemas.ts'

export const sourcesTag = {
  name: 'sources',
  description: 'The feeds and their health. Everyone reads them, admins change them.',
}
const tags = [sourcesTag.name]

/** Changes a source; PATCH and PUT alike. */
const change = <Method extends 'patch' | 'put'>(method: Method, operationId: string) =>
  createRoute({
    method,
    path: '/api/v1/sources/{id}',
    operationId,
    tags,
    summary: 'Change a source',
    description:
      'Changes the fields that are present. A new feed_url is fetched at the next tick. Admins only.',
    request: { params: SourceParams, body: body(SourceChange) },
    responses: {
      200: json(Source),
      ...problems(...BODY_PROBLEMS, 'forbidden', 'not_found', 'conflict'),
    },
  })

const toChange = (
  { feed_url, tags, ...fields }: z.infer<typeof SourceChange>,
  policy: { allowedOrigins: readonly string[] },
) => ({
  name: null,
  url: null,
  credibility_score: null,
  is_active: null,
  ...fields,
  feed_url: feed_url === undefined ? null : feedAddress(feed_url, policy).href,
  tags: tags === undefined ? null : JSON.stringify(tags),
})

export const sources = createApi()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/sources',
      operationId: 'listSources',
      tags,
      summary: 'List sources',
      description: 'By id. Page with `cursor` from the `Link` header.',
      request: { query: SourceQuery },
      responses: { 200: json(z.array(Source)), ...notModified(), ...problems('invalid_request') },
    }),
    async (c) => {
      const { limit = 100, cursor, is_active = null, failing = null, tag, q = null } = c.req.valid('query')
      const after_id = cursor === undefined ? null : (decodeCursor(cursor, ['number'])[0] as number)
      const filter = { is_active, failing, tag: tag === undefined ? null : JSON.stringify([tag]), q }
      const page = await c.var.db.run(listSources, { limit, after_id, ...filter })
      const last = page.at(-1)
      if (last && page.length === limit) linkNext(c, encodeCursor([last.id]))
      c.var.db.etag = await listETag(page)
      return c.json(page, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/sources',
      operationId: 'createSource',
      tags,
      summary: 'Add a source',
      description:
        'By its `feed_url`, or by the `url` of a site whose feed is then looked for. Its first fetch is queued at once. Admins only.',
      request: { body: body(NewSource) },
      responses: {
        201: json(Source, 'Created'),
        ...problems(...BODY_PROBLEMS, 'forbidden', 'conflict', 'upstream_failed'),
      },
    }),
    async (c) => {
      const { config, db } = c.var
      const wanted = c.req.valid('json')
      // Nobody sends this service out into the network but those who may add what it finds.
      if (wanted.feed_url === undefined) await db.run(mayAddSources, {})
      const feed = await findNewFeed(wanted, config)
      const { credibility_score = 0.5, tags = [], is_active = true } = wanted
      const rest = { credibility_score, tags: JSON.stringify(tags), is_active }
      const source = await db.run(createSource, { ...feed, ...rest })
      const { INGEST_QUEUE } = c.env as { INGEST_QUEUE?: Queue<Lease> }
      const { id: source_id, leased_until } = source
      // The source is there whether or not the queue is: then the next tick fetches it.
      if (leased_until) await queueLeases(db, INGEST_QUEUE, [{ source_id, leased_until }]).catch(() => {})
      return c.json(source, 201, { Location: `/api/v1/sources/${source_id}` })
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/sources/{id}',
      operationId: 'getSource',
      tags,
      summary: 'Read a source',
      request: { params: SourceParams },
      responses: { 200: json(Source), ...problems('invalid_request', 'not_found') },
    }),
    async (c) => c.json(await c.var.db.run(getSource, c.req.valid('param')), 200),
  )
  .openapi(change('patch', 'updateSource'), async (c) => {
    const policy = { allowedOrigins: c.var.config.feedAllowedOrigins }
    const fields = toChange(c.req.valid('json'), policy)
    return c.json(await c.var.db.run(updateSource, { ...c.req.valid('param'), ...fields }), 200)
  })
  .openapi(change('put', 'replaceSource'), async (c) => {
    const policy = { allowedOrigins: c.var.config.feedAllowedOrigins }
    const fields = toChange(c.req.valid('json'), policy)
    return c.json(await c.var.db.run(updateSource, { ...c.req.valid('param'), ...fields }), 200)
  })
  .openapi(
    createRoute({
      method: 'delete',
      path: '/api/v1/sources/{id}',
      operationId: 'deleteSource',
      tags,
      summary: 'Delete a source',
      description: 'With its articles and its history. Admins only.',
      request: { params: SourceParams },
      responses: { 204: noContent(), ...problems('invalid_request', 'forbidden', 'not_found') },
    }),
    async (c) => {
      await c.var.db.run(deleteSource, c.req.valid('param'))
      return c.body(null, 204)
    },
  )
  .route('/', fetchRoutes)
  .route('/', opmlRoutes)
