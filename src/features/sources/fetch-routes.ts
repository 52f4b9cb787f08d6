import type { Queue } from '@cloudflare/workers-types'
import * as z from 'zod'
import { AppError } from '../../errors.ts'
import { createApi, createRoute } from '../../http/api.ts'
import { decodeCursor, encodeCursor } from '../../http/cursor.ts'
import { linkNext } from '../../http/link.ts'
import { BODY_PROBLEMS, problems } from '../../http/problem.ts'
import { body, json } from '../../http/responses.ts'
import type { Lease as QueuedLease } from '../../ingest/schedule/leases.ts'
import { queueLeases } from '../../ingest/schedule/queue-leases.ts'
import { leaseSource, listFetches } from './fetch-queries.ts'
import { findFeeds } from './find-feed.ts'
import { mayAddSources } from './queries.ts'
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
      const { source_id, leased_until } = await db.run(leaseSource, c.req.valid('param'))
      if (leased_until === null) {
        throw new AppError('conflict', 'A fetch of this source is under way; its history shows how it ended.')
      }
      const { INGEST_QUEUE } = c.env as { INGEST_QUEUE?: Queue<QueuedLease> }
      await queueLeases(db, INGEST_QUEUE, [{ source_id, leased_until }])
      return c.json({ source_id, leased_until }, 202)
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
      const { limit = 50, cursor } = c.req.valid('query')
      const after = cursor === undefined ? [null, null] : decodeCursor(cursor, ['moment', 'number'])
      const page = await c.var.db.run(listFetches, {
        ...c.req.valid('param'),
        limit,
        after_started_at: after[0] as string | null,
        after_id: after[1] as number | null,
      })
      const last = page.at(-1)
      if (last && page.length === limit) linkNext(c, encodeCursor([last.started_at, last.id]))
      return c.json(page, 200)
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
      // Nobody sends this service out into the network but those who may add what it finds.
      await c.var.db.run(mayAddSources, {})
      return c.json({ candidates: await findFeeds(c.req.valid('json').url, c.var.config) }, 200)
    },
  )
