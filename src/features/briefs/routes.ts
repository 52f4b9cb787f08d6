import * as z from 'zod'
import { createApi, createRoute } from '../../http/api.ts'
import { linkNext } from '../../http/cursor.ts'
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

const briefContent = {
  'application/json': { schema: Brief },
  'text/plain': { schema: z.string() },
  'text/html': { schema: z.string() },
}

/** Text and HTML are for terminals and mail; the typed client asks for JSON, and only that is in its types. */
const briefResponse: { description: string; content: Pick<typeof briefContent, 'application/json'> } = {
  description: 'The brief',
  content: briefContent,
}

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
      const { limit, cursor: [before] = [] } = c.req.valid('query')
      const dates = await c.var.db.run(listBriefs, { limit, before })
      linkNext(c, dates, limit, ({ date }) => [date])
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
      const brief = await c.var.db.run(getBrief, { date: date === 'today' ? undefined : date })
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
    async (c) => respondBrief(c, await fillToday(c), c.req.valid('query').format),
  )
