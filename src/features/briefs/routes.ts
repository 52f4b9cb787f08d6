import * as z from 'zod'
import { createApi, createRoute } from '../../http/api.ts'
import { decodeCursor, encodeCursor } from '../../http/cursor.ts'
import { linkNext } from '../../http/link.ts'
import { problems } from '../../http/problem.ts'
import { json } from '../../http/responses.ts'
import { fillToday } from './fill-today.ts'
import { getBrief, listBriefs } from './queries.ts'
import { respondBrief } from './respond.ts'
import { Brief, BriefDate, BriefDateQuery, BriefParams, BriefQuery } from './schemas.ts'

export const briefsTag = {
  name: 'briefs',
  description: 'Three articles per topic and day, built once a morning or on demand.',
}
const tags = [briefsTag.name]

/** Text and HTML are for terminals and mail; the typed client asks for JSON, and only that is in its types. */
const briefResponse = {
  description: 'The brief',
  content: {
    'application/json': { schema: Brief },
    'text/plain': { schema: z.string() },
    'text/html': { schema: z.string() },
  },
} as { description: string; content: { 'application/json': { schema: typeof Brief } } }

export const briefs = createApi()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/briefs',
      operationId: 'listBriefs',
      tags,
      summary: 'List the dates that had a brief',
      description: 'Newest first.',
      request: { query: BriefDateQuery },
      responses: { 200: json(z.array(BriefDate)), ...problems('invalid_request') },
    }),
    async (c) => {
      const { limit = 31, cursor } = c.req.valid('query')
      const before = cursor === undefined ? null : (decodeCursor(cursor, ['date'])[0] as string)
      const dates = await c.var.db.run(listBriefs, { limit, before })
      const last = dates.at(-1)
      if (last && dates.length === limit) linkNext(c, encodeCursor([last.date]))
      return c.json(dates, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/briefs/{date}',
      operationId: 'getBrief',
      tags,
      summary: 'Read a brief',
      description:
        'A date without deliveries is an empty brief, not an error. What a source delivered goes when the source is deleted.',
      request: { params: BriefParams, query: BriefQuery },
      responses: { 200: briefResponse, ...problems('invalid_request') },
    }),
    async (c) => {
      const { date } = c.req.valid('param')
      const brief = await c.var.db.run(getBrief, { date: date === 'today' ? null : date })
      return respondBrief(c, brief, c.req.valid('query').format)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/briefs/today',
      operationId: 'buildBrief',
      tags,
      summary: "Build today's brief now",
      description:
        'Fills empty places and leaves what was delivered: built twice, it is the same. It counts as the brief of the date, also before its hour.',
      request: { query: BriefQuery },
      responses: { 200: briefResponse, ...problems('invalid_request') },
    }),
    async (c) => respondBrief(c, await fillToday(c.var.db), c.req.valid('query').format),
  )
