import type { Database } from '../../db/database.ts'
import { createApi, createRoute } from '../../http/api.ts'
import { BODY_PROBLEMS, problems } from '../../http/problem.ts'
import { body, json } from '../../http/responses.ts'
import { updateTopic } from './queries.ts'
import { refuseMute } from './refuse-mute.ts'
import { Topic, TopicChange, TopicParams } from './schemas.ts'

const change = <Method extends 'patch' | 'put'>(method: Method, operationId: string) =>
  createRoute({
    method,
    path: '/api/v1/topics/{id}',
    operationId,
    tags: ['topics'],
    summary: 'Change a topic',
    description: 'Changes the fields that are present. Deliveries stay as they were.',
    request: { params: TopicParams, body: body(TopicChange) },
    responses: { 200: json(Topic), ...problems(...BODY_PROBLEMS, 'not_found', 'conflict') },
  })

/** PATCH and PUT, which do the same. */
export const changeRoutes = createApi()
  .openapi(change('patch', 'updateTopic'), async (c) =>
    c.json(await changeTopic(c.var.db, c.req.valid('param').id, c.req.valid('json')), 200),
  )
  .openapi(change('put', 'replaceTopic'), async (c) =>
    c.json(await changeTopic(c.var.db, c.req.valid('param').id, c.req.valid('json')), 200),
  )

async function changeTopic(db: Database, id: number, change: TopicChange): Promise<Topic> {
  const { name = null, keywords, language = null, is_active = null } = change
  const written = await db.run(updateTopic, {
    id,
    name,
    keywords: keywords === undefined ? null : JSON.stringify(keywords),
    language,
    is_active,
  })
  refuseMute(written)
  // With no mute keyword the row that was found is the row that was changed.
  return written.topic as Topic
}
