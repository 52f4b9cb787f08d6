import * as z from 'zod'
import { createApi, createRoute } from '../../http/api.ts'
import { decodeCursor, encodeCursor } from '../../http/cursor.ts'
import { linkNext } from '../../http/link.ts'
import { BODY_PROBLEMS, problems } from '../../http/problem.ts'
import { body, json, noContent } from '../../http/responses.ts'
import { createUser, deleteUser, getUser, listUsers, updateUser } from './queries.ts'
import { NewUser, User, UserChange, UserParams, UserQuery } from './schemas.ts'
import { signInLinkRoutes } from './sign-in-link-routes.ts'

export const usersTag = {
  name: 'users',
  description: 'The readers of this service. Admins only.',
}
const tags = [usersTag.name]

export const users = createApi()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/users',
      operationId: 'listUsers',
      tags,
      summary: 'List users',
      description: 'By id. Admins only.',
      request: { query: UserQuery },
      responses: { 200: json(z.array(User)), ...problems('invalid_request', 'forbidden') },
    }),
    async (c) => {
      const { limit = 100, cursor } = c.req.valid('query')
      const after_id = cursor === undefined ? null : (decodeCursor(cursor, ['number'])[0] as number)
      const page = await c.var.db.run(listUsers, { limit, after_id })
      const last = page.at(-1)
      if (last && page.length === limit) linkNext(c, encodeCursor([last.id]))
      return c.json(page, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/users',
      operationId: 'createUser',
      tags,
      summary: 'Add a user',
      description: 'Who signs in by a link: see `sign-in-links`. Admins only.',
      request: { body: body(NewUser) },
      responses: { 201: json(User, 'Created'), ...problems(...BODY_PROBLEMS, 'forbidden', 'conflict') },
    }),
    async (c) => {
      const { email, role = 'reader', time_zone = 'UTC', brief_hour = 6 } = c.req.valid('json')
      const user = await c.var.db.run(createUser, { email, role, time_zone, brief_hour })
      return c.json(user, 201, { Location: `/api/v1/users/${user.id}` })
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/users/{id}',
      operationId: 'getUser',
      tags,
      summary: 'Read a user',
      request: { params: UserParams },
      responses: { 200: json(User), ...problems('invalid_request', 'forbidden', 'not_found') },
    }),
    async (c) => c.json(await c.var.db.run(getUser, c.req.valid('param')), 200),
  )
  .openapi(
    createRoute({
      method: 'patch',
      path: '/api/v1/users/{id}',
      operationId: 'updateUser',
      tags,
      summary: 'Change a user',
      description: 'Changes the fields that are present; the last active admin stays one. Admins only.',
      request: { params: UserParams, body: body(UserChange) },
      responses: {
        200: json(User),
        ...problems(...BODY_PROBLEMS, 'forbidden', 'not_found', 'conflict', 'precondition_failed'),
      },
    }),
    async (c) => {
      const { email = null, role = null, is_active = null, ...brief } = c.req.valid('json')
      const { time_zone = null, brief_hour = null } = brief
      const change = { email, role, is_active, time_zone, brief_hour, ...c.req.valid('param') }
      return c.json(await c.var.db.run(updateUser, change), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/api/v1/users/{id}',
      operationId: 'deleteUser',
      tags,
      summary: 'Remove a user',
      description: 'With all that is theirs. Admins only, and never the last one.',
      request: { params: UserParams },
      responses: {
        204: noContent(),
        ...problems('invalid_request', 'forbidden', 'not_found', 'conflict', 'precondition_failed'),
      },
    }),
    async (c) => {
      await c.var.db.run(deleteUser, c.req.valid('param'))
      return c.body(null, 204)
    },
  )
  .route('/', signInLinkRoutes)
