import * as z from 'zod'
import { createApi, createRoute } from '../../http/api.ts'
import { PREFIX_LENGTH } from '../../http/authenticate.ts'
import { withETag } from '../../http/entity-tag.ts'
import { hashToken } from '../../http/hash.ts'
import { BODY_PROBLEMS, problems } from '../../http/problem.ts'
import { body, json, noContent } from '../../http/responses.ts'
import { cannotShow, tokenText } from '../../http/token-text.ts'
import { createToken, deleteToken, getToken, listTokens } from './queries.ts'
import { AccessToken, CreatedToken, NewToken, TokenParams } from './schemas.ts'

export const tokensTag = {
  name: 'tokens',
  description: 'Bearer tokens for programs; the text is shown once.',
}
const tags = [tokensTag.name]

export const tokens = createApi()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/tokens',
      operationId: 'listTokens',
      tags,
      summary: 'List your tokens',
      description: 'The newest first, without their texts.',
      responses: { 200: json(z.array(AccessToken)), ...problems() },
    }),
    async (c) => c.json(await c.var.db.run(listTokens, {}), 200),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/tokens',
      operationId: 'createToken',
      tags,
      summary: 'Make a token',
      description: 'Its text is shown this once: only a hash is stored.',
      request: { body: body(NewToken) },
      responses: {
        201: json(CreatedToken, 'Created'),
        ...problems(...BODY_PROBLEMS, 'conflict', 'limit_reached'),
      },
    }),
    async (c) => {
      const token = await tokenText(c)
      const token_prefix = token.slice(0, PREFIX_LENGTH)
      const row = await c.var.db.run(createToken, {
        ...c.req.valid('json'),
        token_hash: await hashToken(token),
        token_prefix,
        max_tokens: c.var.config.maxTokens,
      })
      if (row.token_prefix !== token_prefix) throw cannotShow(`The token ${row.id} was made`)
      return c.json({ ...withETag(c, row), token }, 201, { Location: `/api/v1/tokens/${row.id}` })
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/tokens/{id}',
      operationId: 'getToken',
      tags,
      summary: 'Read about a token',
      request: { params: TokenParams },
      responses: { 200: json(AccessToken), ...problems('invalid_request', 'not_found') },
    }),
    async (c) => c.json(withETag(c, await c.var.db.run(getToken, c.req.valid('param'))), 200),
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/api/v1/tokens/{id}',
      operationId: 'deleteToken',
      tags,
      summary: 'Revoke a token',
      description: 'At once, also the one that this request is sent with; sessions begun with it end.',
      request: { params: TokenParams },
      responses: { 204: noContent(), ...problems('invalid_request', 'not_found', 'precondition_failed') },
    }),
    async (c) => {
      await c.var.db.run(deleteToken, c.req.valid('param'))
      return c.body(null, 204)
    },
  )
