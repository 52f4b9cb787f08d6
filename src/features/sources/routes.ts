import type { Queue } from '@cloudflare/workers-types'
import * as z from 'zod'
import { AppError } from '../../errors.ts'
import { createApi, createRoute } from '../../http/api.ts'
import { decodeCursor, encodeCursor } from '../../http/cursor.ts'
import { linkNext } from '../../http/link.ts'
import { BODY_PROBLEMS, problems } from '../../http/problem.ts'
import { body, json } from '../../http/responses.ts'
import { checkFeedUrl } from '../../ingest/fetch/check-feed-url.ts'
import { type Lease, QUEUED_S } from '../../ingest/schedule/leases.ts'
import { createSource, listSources } from './queries.ts'
import { NewSource, Source, SourceQuery } from './schemas.ts'

const tags = ['sources']

export const sources = createApi()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/sources',
      tags,
      summary: 'List sources',
      request: { query: SourceQuery },
      responses: { 200: json(z.array(Source)), ...problems('invalid_request') },
    }),
    async (c) => {
      const { limit = 100, cursor } = c.req.valid('query')
      const after_id = cursor === undefined ? null : (decodeCursor(cursor, ['number'])[0] as number)
      const page = await c.var.db.run(listSources, { limit, after_id })
      const last = page.at(-1)
      if (last && page.length === limit) linkNext(c, encodeCursor([last.id]))
      return c.json(page, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/sources',
      tags,
      summary: 'Add a source',
      description: 'Its first fetch is queued at once. Admins only.',
      request: { body: body(NewSource) },
      responses: { 201: json(Source, 'Created'), ...problems(...BODY_PROBLEMS, 'forbidden', 'conflict') },
    }),
    async (c) => {
      const { name, feed_url, url, credibility_score = 0.5, tags = [] } = c.req.valid('json')
      const checked = checkFeedUrl(feed_url, { allowedOrigins: c.var.config.feedAllowedOrigins })
      if (!checked.ok) {
        throw new AppError('invalid_request', checked.reason, {
          errors: [{ pointer: '#/feed_url', message: checked.reason }],
        })
      }
      const source = await c.var.db.run(createSource, {
        name,
        feed_url: checked.url.href,
        url: url ?? checked.url.origin,
        credibility_score,
        tags: JSON.stringify(tags),
        lease_s: QUEUED_S,
      })
      const { INGEST_QUEUE } = c.env as { INGEST_QUEUE?: Queue<Lease> }
      await INGEST_QUEUE?.send({ source_id: source.id, leased_until: source.leased_until! })
      return c.json(source, 201, { Location: `/api/v1/sources/${source.id}` })
    },
  )
