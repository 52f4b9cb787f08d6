import { createApi, createRoute } from '../../http/api.ts'
import { linkNext } from '../../http/cursor.ts'
import { withETag } from '../../http/entity-tag.ts'
import { BODY_PROBLEMS, problems } from '../../http/problem.ts'
import { body, json, noContent } from '../../http/responses.ts'
import { createItem, deleteItem, getItem, listItems, updateItem } from './queries.ts'
import { Item, ItemChange, ItemPage, ItemParams, ItemQuery, NewItem } from './schemas.ts'

export const itemsTag = {
  name: 'items',
  description: 'Things a reader saves, beside the brief.',
}
const tags = [itemsTag.name]

export const items = createApi()
  .openapi(
    createRoute({
      method: 'get',
      path: '/items',
      operationId: 'listItems',
      tags,
      summary: 'List items',
      description:
        'Newest first. Page with `cursor` from the `Link` header; `offset` is kept for older clients, up to 100000.',
      request: { query: ItemQuery },
      responses: { 200: json(ItemPage), ...problems('invalid_request') },
    }),
    async (c) => {
      const { limit, offset, cursor } = c.req.valid('query')
      const [after_created_at, after_id] = cursor ?? []
      const start = cursor ? { after_created_at, after_id } : { offset: offset || undefined }
      const { page, total } = await c.var.db.run(listItems, { limit, ...start })
      linkNext(c, { rows: page.rows, isCut: page.is_cut }, limit, (last) => [last.created_at, last.id])
      return c.json({ items: page.rows, total }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/items',
      operationId: 'createItem',
      tags,
      summary: 'Create an item',
      request: { body: body(NewItem) },
      responses: { 201: json(Item, 'Created'), ...problems(...BODY_PROBLEMS, 'limit_reached') },
    }),
    async (c) => {
      const item = await c.var.db.run(createItem, {
        ...c.req.valid('json'),
        max_items: c.var.config.itemsPerUser,
      })
      return c.json(withETag(c, item), 201, { Location: `/items/${item.id}` })
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/items/{id}',
      operationId: 'getItem',
      tags,
      summary: 'Read an item',
      request: { params: ItemParams },
      responses: { 200: json(Item), ...problems('invalid_request', 'not_found') },
    }),
    async (c) => c.json(withETag(c, await c.var.db.run(getItem, c.req.valid('param'))), 200),
  )
  .openapi(
    createRoute({
      method: 'put',
      path: '/items/{id}',
      operationId: 'replaceItem',
      tags,
      summary: 'Change an item',
      description: 'Changes the fields that are present and leaves the others.',
      request: { params: ItemParams, body: body(ItemChange) },
      responses: {
        200: json(Item),
        ...problems(...BODY_PROBLEMS, 'not_found'),
      },
    }),
    async (c) => {
      const change = { ...c.req.valid('param'), ...c.req.valid('json') }
      return c.json(withETag(c, await c.var.db.run(updateItem, change)), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/items/{id}',
      operationId: 'deleteItem',
      tags,
      summary: 'Delete an item',
      request: { params: ItemParams },
      responses: { 204: noContent(), ...problems('invalid_request', 'not_found') },
    }),
    async (c) => {
      await c.var.db.run(deleteItem, c.req.valid('param'))
      return c.body(null, 204)
    },
  )
