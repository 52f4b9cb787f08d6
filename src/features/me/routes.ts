import { createApi, createRoute } from '../../http/api.ts'
import { withETag } from '../../http/entity-tag.ts'
import { BODY_PROBLEMS, problems } from '../../http/problem.ts'
import { body, json } from '../../http/responses.ts'
import { Me, MyChange } from '../users/schemas.ts'
import { getMe, updateMe } from './queries.ts'

export const meTag = {
  name: 'me',
  description: 'The caller: settings, export, leaving.',
}
const tags = [meTag.name]

export const me = createApi()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/me',
      operationId: 'getMe',
      tags,
      summary: 'Who you are to this service',
      responses: { 200: json(Me), ...problems() },
    }),
    async (c) => c.json(withETag(c, await c.var.db.run(getMe, {})), 200),
  )
  .openapi(
    createRoute({
      method: 'patch',
      path: '/api/v1/me',
      operationId: 'updateMe',
      tags,
      summary: 'Choose when your brief comes, and what never does',
      description: 'Changes the fields that are present.',
      request: { body: body(MyChange) },
      responses: { 200: json(Me), ...problems(...BODY_PROBLEMS, 'precondition_failed') },
    }),
    async (c) => c.json(withETag(c, await c.var.db.run(updateMe, c.req.valid('json'))), 200),
  )
