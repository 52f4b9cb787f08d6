import * as z from 'zod'
import { createApi, createRoute } from '../../http/api.ts'
import { problems } from '../../http/problem.ts'
import { json, noContent } from '../../http/responses.ts'
import { readCurrentSession } from './current-session.ts'
import { endOtherSessions, endSession, listSessions } from './queries.ts'
import { Session, SessionParams } from './schemas.ts'

export const sessionsTag = {
  name: 'sessions',
  description: 'The browsers that are signed in.',
}
const tags = [sessionsTag.name]

export const sessions = createApi()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/sessions',
      operationId: 'listSessions',
      tags,
      summary: 'List the browsers that are signed in as you',
      description: 'The newest first. When there are as many as there may be, a sign-in ends the oldest.',
      responses: { 200: json(z.array(Session)), ...problems() },
    }),
    async (c) => c.json(await c.var.db.run(listSessions, await readCurrentSession(c)), 200),
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/api/v1/sessions',
      operationId: 'endOtherSessions',
      tags,
      summary: 'Sign out everywhere else',
      description:
        'Ends every session but the one that this request rides on; sent with a token, every one. Tokens go on.',
      responses: { 204: noContent('Ended'), ...problems() },
    }),
    async (c) => {
      await c.var.db.run(endOtherSessions, await readCurrentSession(c))
      return c.body(null, 204)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/api/v1/sessions/{id}',
      operationId: 'endSession',
      tags,
      summary: 'Sign a browser out',
      description: 'At once, also the one that this request rides on.',
      request: { params: SessionParams },
      responses: { 204: noContent('Ended'), ...problems('invalid_request', 'not_found') },
    }),
    async (c) => {
      await c.var.db.run(endSession, c.req.valid('param'))
      return c.body(null, 204)
    },
  )
