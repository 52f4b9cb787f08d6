import { createApi, createRoute } from '../../http/api.ts'
import { withETag } from '../../http/entity-tag.ts'
import { BODY_PROBLEMS, problems } from '../../http/problem.ts'
import { body, json, noContent } from '../../http/responses.ts'
import { deleteFeedback, getFeedback, putFeedback } from './queries.ts'
import { Feedback, FeedbackParams, GivenFeedback } from './schemas.ts'

const path = '/api/v1/deliveries/{id}/feedback'
export const feedbackTag = {
  name: 'feedback',
  description: 'Thumbs on what was delivered; they move what comes next.',
}
const tags = [feedbackTag.name]

export const feedback = createApi()
  .openapi(
    createRoute({
      method: 'get',
      path,
      operationId: 'getFeedback',
      tags,
      summary: 'Read the feedback on a delivery',
      request: { params: FeedbackParams },
      responses: { 200: json(Feedback), ...problems('invalid_request', 'not_found') },
    }),
    async (c) => c.json(withETag(c, await c.var.db.run(getFeedback, c.req.valid('param'))), 200),
  )
  .openapi(
    createRoute({
      method: 'put',
      path,
      operationId: 'setFeedback',
      tags,
      summary: 'Give or change feedback',
      description: 'A comment that is left out is removed.',
      request: { params: FeedbackParams, body: body(GivenFeedback) },
      responses: { 200: json(Feedback), ...problems(...BODY_PROBLEMS, 'not_found') },
    }),
    async (c) => {
      const given = { ...c.req.valid('param'), ...c.req.valid('json') }
      return c.json(withETag(c, await c.var.db.run(putFeedback, given)), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path,
      operationId: 'deleteFeedback',
      tags,
      summary: 'Take feedback back',
      request: { params: FeedbackParams },
      responses: { 204: noContent(), ...problems('invalid_request', 'not_found') },
    }),
    async (c) => {
      await c.var.db.run(deleteFeedback, c.req.valid('param'))
      return c.body(null, 204)
    },
  )
