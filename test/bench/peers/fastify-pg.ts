/** Fastify with a pool of pg connections: what people pick on a server of their own. */
import Fastify from 'fastify'
import { createQueries, type PageQuery, readArguments } from './queries.ts'

const { port, databaseUrl, userId } = readArguments()
const queries = createQueries(databaseUrl, userId)
const app = Fastify()

app.get<{ Querystring: PageQuery }>('/items', (request) => queries.page(request.query))
app.get<{ Params: { id: string } }>('/items/:id', async (request, reply) => {
  const item = await queries.get(request.params.id)
  return item ?? reply.code(404).send({ error: 'not found' })
})
app.post<{ Body: { name: string; description?: string } }>(
  '/items',
  {
    schema: {
      body: {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string', minLength: 1, maxLength: 255 },
          description: { type: ['string', 'null'] },
        },
      },
    },
  },
  async (request, reply) => {
    reply.code(201)
    return queries.create(request.body.name, request.body.description ?? null)
  },
)

await app.listen({ port, host: '127.0.0.1' })
