import * as z from 'zod'
import { createApi, createRoute } from '../../http/api.ts'
import { decodeCursor, encodeCursor } from '../../http/cursor.ts'
import { linkNext } from '../../http/link.ts'
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
    const { limit = 100, cursor, topic_id = null, since = null, until = null } = c.req.valid('query')
    const after = cursor === undefined ? [null, null] : decodeCursor(cursor, ['date', 'number'])
    const page = await c.var.db.run(listDeliveries, {
      limit,
      after_date: after[0] as string | null,
      after_id: after[1] as number | null,
      topic_id,
      since,
      until,
    })
    const last = page.at(-1)
    if (last && page.length === limit) linkNext(c, encodeCursor([last.delivery_date, last.id]))
    return c.json(page, 200)
  },
)
