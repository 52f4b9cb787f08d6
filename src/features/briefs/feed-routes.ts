import * as z from 'zod'
import { AppError } from '../../errors.ts'
import { createApi, createRoute } from '../../http/api.ts'
import { withETag } from '../../http/entity-tag.ts'
import { hashToken } from '../../http/hash.ts'
import { problems } from '../../http/problem.ts'
import { json, noContent } from '../../http/responses.ts'
import { cannotShow } from '../../http/token-text.ts'
import { createFeedAddress } from './feed-address.ts'
import { deleteFeedToken, getFeedToken, putFeedToken, readFeed } from './queries.ts'
import { renderAtom } from './render/atom.ts'
import { FeedQuery, FeedToken, NewFeedToken } from './schemas.ts'

const tags = ['briefs']
/** So many deliveries a feed shows: ten days of three topics. */
const ENTRIES = 90

export const briefFeed = createApi()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/briefs.atom',
      operationId: 'readBriefFeed',
      tags,
      summary: 'Read the briefs in any feed reader',
      description: 'Needs no other token than the one in its address, which can do nothing else.',
      security: [],
      request: { query: FeedQuery },
      responses: {
        200: { description: 'An Atom feed', content: { 'application/atom+xml': { schema: z.string() } } },
        ...problems('invalid_request'),
      },
    }),
    async (c) => {
      const token_hash = await hashToken(c.req.valid('query').token)
      const feed = await c.var.db.run(readFeed, { token_hash, limit: ENTRIES })
      if (!feed) {
        throw new AppError('unauthenticated', 'This feed address is not valid any more. Make a new one.')
      }
      return c.body(renderAtom(feed, new URL(c.req.url)), 200, {
        'Content-Type': 'application/atom+xml; charset=utf-8',
        'Cache-Control': 'private, max-age=900',
      })
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/feed-token',
      operationId: 'getFeedToken',
      tags,
      summary: 'Is there a private feed?',
      responses: { 200: json(FeedToken), ...problems('not_found') },
    }),
    async (c) => c.json(withETag(c, await c.var.db.run(getFeedToken, {})), 200),
  )
  .openapi(
    createRoute({
      method: 'put',
      path: '/api/v1/feed-token',
      operationId: 'replaceFeedToken',
      tags,
      summary: 'Make a private feed address',
      description: 'Replaces the one before, which stops working. The address is shown this once.',
      responses: { 200: json(NewFeedToken), ...problems('conflict') },
    }),
    async (c) => {
      const { token, hash, url } = await createFeedAddress(c)
      const { token_hash, ...row } = await c.var.db.run(putFeedToken, { token_hash: hash })
      if (token_hash !== hash) throw cannotShow('The address was made')
      return c.json(withETag(c, { ...row, token, url }), 200, { 'Cache-Control': 'no-store' })
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/api/v1/feed-token',
      operationId: 'deleteFeedToken',
      tags,
      summary: 'Revoke the private feed address',
      responses: { 204: noContent(), ...problems('not_found') },
    }),
    async (c) => {
      await c.var.db.run(deleteFeedToken, {})
      return c.body(null, 204)
    },
  )
