import * as z from 'zod'
import { createApi, createRoute } from '../../http/api.ts'
import { linkNext } from '../../http/cursor.ts'
import { BODY_PROBLEMS, problems } from '../../http/problem.ts'
import { body, json } from '../../http/responses.ts'
import { queueLeases } from '../../ingest/schedule/queue-leases.ts'
import { leaseSource, listFetches } from './fetch-queries.ts'
import { findFeeds } from './find-feed.ts'
import { checkMayAddSources } from './queries.ts'
import { Discovery, Fetch, FetchQuery, Lease, Site, SourceParams } from './schemas.ts'

const tags = ['sources']

export const fetchRoutes = createApi()
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/sources/{id}/fetch',
      operationId: 'fetchSource',
      tags,
      summary: 'Fetch a source now',
      description: 'Queues a fetch, due or not; its end is in the history. Admins only.',
      request: { params: SourceParams },
      responses: {
        202: json(Lease, 'Queued'),
        ...problems('invalid_request', 'forbidden', 'not_found', 'conflict'),
      },
    }),
    async (c) => {
      const { db } = c.var
      const lease = await db.run(leaseSource, c.req.valid('param'))
      await queueLeases(db, c.env.INGEST_QUEUE, [lease])
      return c.json(lease, 202)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/sources/{id}/fetches',
      operationId: 'listFetches',
      tags,
      summary: "Read a source's history",
      description: 'Newest first; the newest 200 are kept.',
      request: { params: SourceParams, query: FetchQuery },
      responses: { 200: json(z.array(Fetch)), ...problems('invalid_request', 'not_found') },
    }),
    async (c) => {
      const { limit, cursor: [after_started_at, after_id] = [] } = c.req.valid('query')
      const range = { ...c.req.valid('param'), limit, after_started_at, after_id }
      const { page } = await c.var.db.run(listFetches, range)
      linkNext(c, { rows: page.rows, isCut: page.is_cut }, limit, (last) => [last.started_at, last.id])
      return c.json(page.rows, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/sources/discover',
      operationId: 'discoverFeeds',
      tags,
      summary: 'Find the feeds of a site',
      description: 'Looks where the page says and where feeds usually are; adds nothing. Admins only.',
      request: { body: body(Site) },
      responses: { 200: json(Discovery), ...problems(...BODY_PROBLEMS, 'forbidden', 'upstream_failed') },
    }),
    async (c) => {
      // Only users who may add sources may make this service send requests.
      await c.var.db.run(checkMayAddSources, {})
      return c.json({ candidates: await findFeeds(c.req.valid('json').url, c.var.config) }, 200)
    },
  )
