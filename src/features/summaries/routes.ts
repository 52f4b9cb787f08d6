import { createApi, createRoute } from '../../http/api.ts'
import { withETag } from '../../http/entity-tag.ts'
import { BODY_PROBLEMS, problems } from '../../http/problem.ts'
import { body, json } from '../../http/responses.ts'
import { getSummary, putSummary } from './queries.ts'
import { GivenSummary, Summary, SummaryParams } from './schemas.ts'

const path = '/api/v1/articles/{id}/summaries/{model}'
export const summariesTag = {
  name: 'summaries',
  description: 'One summary per article and model, shared by all readers.',
}
const tags = [summariesTag.name]

export const summaries = createApi()
  .openapi(
    createRoute({
      method: 'get',
      path,
      operationId: 'getSummary',
      tags,
      summary: "Read a model's summary of an article",
      request: { params: SummaryParams },
      responses: { 200: json(Summary), ...problems('invalid_request', 'not_found') },
    }),
    async (c) => c.json(withETag(c, await c.var.db.run(getSummary, c.req.valid('param'))), 200),
  )
  .openapi(
    createRoute({
      method: 'put',
      path,
      operationId: 'setSummary',
      tags,
      summary: "Set a model's summary of an article",
      description: 'All readers share it, so only an admin may.',
      request: { params: SummaryParams, body: body(GivenSummary) },
      responses: { 200: json(Summary), ...problems(...BODY_PROBLEMS, 'forbidden', 'not_found') },
    }),
    async (c) => {
      const { summary_text, tokens_used = 0 } = c.req.valid('json')
      const given = { ...c.req.valid('param'), summary_text, tokens_used }
      return c.json(withETag(c, await c.var.db.run(putSummary, given)), 200)
    },
  )
