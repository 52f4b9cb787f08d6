import * as z from 'zod'
import { createApi, createRoute } from '../../http/api.ts'
import { linkNext } from '../../http/cursor.ts'
import { withETag, withListETag } from '../../http/entity-tag.ts'
import { BODY_PROBLEMS, problems } from '../../http/problem.ts'
import { body, json, noContent, notModified } from '../../http/responses.ts'
import { checkChange } from './feed-address.ts'
import { fetchRoutes } from './fetch-routes.ts'
import { findNewFeed } from './find-feed.ts'
import { opmlRoutes } from './opml-routes.ts'
import {
  checkMayAddSource,
  createSource,
  deleteSource,
  getSource,
  listSources,
  updateSource,
} from './queries.ts'
import { queueFirstFetch } from './queue-first-fetch.ts'
import { NewSource, Source, SourceChange, SourceParams, SourceQuery } from './schemas.ts'

export const sourcesTag = {
  name: 'sources',
  description: 'The feeds and their health. Everyone reads them, admins change them.',
}
const tags = [sourcesTag.name]

/** The same operation for PATCH and PUT. */
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
      const { limit, cursor: [after_id] = [], tag, ...filter } = c.req.valid('query')
      const tags = tag === undefined ? undefined : [tag]
      const page = await c.var.db.run(listSources, { limit, after_id, tags, ...filter })
      linkNext(c, page, limit, ({ id }) => [id])
      return c.json(await withListETag(c, page.rows), 200)
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
        'By its `feed_url`, or by the `url` of a site whose feed is then looked for. Its first fetch is queued at once. What a reader adds is for their own briefs, and for those who follow it; what an admin adds is everybody’s.',
      request: { body: body(NewSource) },
      responses: {
        201: json(Source, 'Created'),
        ...problems(...BODY_PROBLEMS, 'conflict', 'limit_reached', 'upstream_failed'),
      },
    }),
    async (c) => {
      const { config, db } = c.var
      const wanted = c.req.valid('json')
      // Only users who may add what it finds may make this service send requests.
      const max_sources = config.sourcesPerReader
      if (wanted.feed_url === undefined) await db.run(checkMayAddSource, { max_sources })
      const feed = await findNewFeed(wanted, config)
      const { credibility_score = 0.5, tags = [], is_active = true } = wanted
      const source = await db.run(createSource, { ...feed, credibility_score, tags, is_active, max_sources })
      await queueFirstFetch(db, c.env.INGEST_QUEUE, source)
      return c.json(withETag(c, source), 201, { Location: `/api/v1/sources/${source.id}` })
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
    async (c) => c.json(withETag(c, await c.var.db.run(getSource, c.req.valid('param'))), 200),
  )
  .openapi(change('patch', 'updateSource'), async (c) => {
    const change = { ...c.req.valid('param'), ...checkChange(c.req.valid('json'), c.var.config) }
    return c.json(withETag(c, await c.var.db.run(updateSource, change)), 200)
  })
  .openapi(change('put', 'replaceSource'), async (c) => {
    const change = { ...c.req.valid('param'), ...checkChange(c.req.valid('json'), c.var.config) }
    return c.json(withETag(c, await c.var.db.run(updateSource, change)), 200)
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
