import * as z from 'zod'
import { createApi, createRoute } from '../../http/api.ts'
import { linkNext } from '../../http/cursor.ts'
import { problems } from '../../http/problem.ts'
import { json } from '../../http/responses.ts'
import { listDeliveries } from './queries.ts'
import { Delivery, DeliveryQuery } from './schemas.ts'

export const deliveriesTag = {
  name: 'deliveries',
  description: 'Every article that was delivered, through all dates.',
}

export const deliveries = createApi().openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/deliveries',
    operationId: 'listDeliveries',
    tags: [deliveriesTag.name],
    summary: 'List deliveries',
    description: 'Newest date first.',
    request: { query: DeliveryQuery },
    responses: { 200: json(z.array(Delivery)), ...problems('invalid_request') },
  }),
  async (c) => {
    const { limit, cursor: [after_date, after_id] = [], ...filter } = c.req.valid('query')
    const page = await c.var.db.run(listDeliveries, { limit, after_date, after_id, ...filter })
    linkNext(c, page, limit, (last) => [last.delivery_date, last.id])
    return c.json(page.rows, 200)
  },
)
