import { createApi, createRoute } from '../../http/api.ts'
import { problems } from '../../http/problem.ts'
import { json } from '../../http/responses.ts'
import { buildToday } from './build.ts'
import { getBrief } from './queries.ts'
import { Brief, BriefParams } from './schemas.ts'

const tags = ['briefs']

export const briefs = createApi()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/briefs/{date}',
      tags,
      summary: 'Read a brief',
      request: { params: BriefParams },
      responses: { 200: json(Brief), ...problems('invalid_request') },
    }),
    async (c) => {
      const { date } = c.req.valid('param')
      return c.json(await c.var.db.run(getBrief, { date: date === 'today' ? null : date }), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/briefs/today',
      tags,
      summary: "Build today's brief now",
      description: 'Fills empty places and leaves what was delivered: built twice, it is the same.',
      responses: { 200: json(Brief), ...problems() },
    }),
    async (c) => {
      await c.var.db.run(buildToday, {})
      return c.json(await c.var.db.run(getBrief, { date: null }), 200)
    },
  )
