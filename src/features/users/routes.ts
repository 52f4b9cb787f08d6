import * as z from 'zod'
import { createApi, createRoute } from '../../http/api.ts'
import { linkNext } from '../../http/cursor.ts'
import { withETag } from '../../http/entity-tag.ts'
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
      const { limit, cursor: [after_id] = [] } = c.req.valid('query')
      const page = await c.var.db.run(listUsers, { limit, after_id })
      linkNext(c, page, limit, ({ id }) => [id])
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
      const user = await c.var.db.run(createUser, c.req.valid('json'))
      return c.json(withETag(c, user), 201, { Location: `/api/v1/users/${user.id}` })
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
    async (c) => c.json(withETag(c, await c.var.db.run(getUser, c.req.valid('param'))), 200),
  )
  .openapi(
    createRoute({
      method: 'patch',
      path: '/api/v1/users/{id}',
      operationId: 'updateUser',
      tags,
      summary: 'Change a user',
      description:
        'Changes the fields that are present; the last active admin stays one. Who is deactivated loses tokens, sessions, sign-in links and private feed for good. Admins only.',
      request: { params: UserParams, body: body(UserChange) },
      responses: {
        200: json(User),
        ...problems(...BODY_PROBLEMS, 'forbidden', 'not_found', 'conflict', 'precondition_failed'),
      },
    }),
    async (c) => {
      const change = { ...c.req.valid('param'), ...c.req.valid('json') }
      return c.json(withETag(c, await c.var.db.run(updateUser, change)), 200)
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
