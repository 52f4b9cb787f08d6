import * as z from 'zod'
import { createApi, createRoute } from '../../http/api.ts'
import { linkNext } from '../../http/cursor.ts'
import { withETag } from '../../http/entity-tag.ts'
import { BODY_PROBLEMS, problems } from '../../http/problem.ts'
import { body, json, noContent } from '../../http/responses.ts'
import { completePreview } from './complete-preview.ts'
import { previewTopic } from './preview-query.ts'
import { Preview } from './preview-schemas.ts'
import { createTopic, deleteTopic, getTopic, listTopics, updateTopic } from './queries.ts'
import { saveTopic } from './save.ts'
import { NewTopic, Topic, TopicChange, TopicParams, TopicQuery } from './schemas.ts'

export const topicsTag = {
  name: 'topics',
  description: 'What a reader cares about: keywords, and what they would bring.',
}
const tags = [topicsTag.name]

export const topics = createApi()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/topics',
      operationId: 'listTopics',
      tags,
      summary: 'List topics',
      request: { query: TopicQuery },
      responses: { 200: json(z.array(Topic)), ...problems('invalid_request') },
    }),
    async (c) => {
      const { limit, cursor: [after_id] = [] } = c.req.valid('query')
      const page = await c.var.db.run(listTopics, { limit, after_id })
      linkNext(c, page, limit, ({ id }) => [id])
      return c.json(page.rows, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/topics',
      operationId: 'createTopic',
      tags,
      summary: 'Create a topic',
      request: { body: body(NewTopic) },
      responses: { 201: json(Topic, 'Created'), ...problems(...BODY_PROBLEMS, 'conflict', 'limit_reached') },
    }),
    async (c) => {
      const { keywords = [], language = 'english', ...rest } = c.req.valid('json')
      const max_topics = c.var.config.topicsPerUser
      const topic = await saveTopic(c.var.db, createTopic, { ...rest, keywords, language, max_topics })
      return c.json(withETag(c, topic), 201, { Location: `/api/v1/topics/${topic.id}` })
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/topics/{id}',
      operationId: 'getTopic',
      tags,
      summary: 'Read a topic',
      request: { params: TopicParams },
      responses: { 200: json(Topic), ...problems('invalid_request', 'not_found') },
    }),
    async (c) => c.json(withETag(c, await c.var.db.run(getTopic, c.req.valid('param'))), 200),
  )
  .openapi(
    createRoute({
      method: 'patch',
      path: '/api/v1/topics/{id}',
      operationId: 'updateTopic',
      tags,
      summary: 'Change a topic',
      description: 'Changes the fields that are present. Deliveries stay as they were.',
      request: { params: TopicParams, body: body(TopicChange) },
      responses: { 200: json(Topic), ...problems(...BODY_PROBLEMS, 'not_found', 'conflict') },
    }),
    async (c) => {
      const change = { ...c.req.valid('param'), ...c.req.valid('json') }
      return c.json(withETag(c, await saveTopic(c.var.db, updateTopic, change)), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/api/v1/topics/{id}',
      operationId: 'deleteTopic',
      tags,
      summary: 'Delete a topic with its deliveries',
      request: { params: TopicParams },
      responses: { 204: noContent(), ...problems('invalid_request', 'not_found') },
    }),
    async (c) => {
      await c.var.db.run(deleteTopic, c.req.valid('param'))
      return c.body(null, 204)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/topics/{id}/preview',
      operationId: 'previewTopic',
      tags,
      summary: 'See what would be delivered, and why',
      description:
        'The empty places of today, or those of tomorrow when today has its three. Counts are of the newest thousand articles.',
      request: { params: TopicParams },
      responses: { 200: json(Preview), ...problems('invalid_request', 'not_found') },
    }),
    async (c) => {
      const { topic_id, delivery_date, ...stored } = await c.var.db.run(previewTopic, c.req.valid('param'))
      return c.json({ topic_id, delivery_date, ...completePreview(stored) }, 200)
    },
  )
