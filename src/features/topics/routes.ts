import * as z from 'zod'
import { AppError } from '../../errors.ts'
import { createApi, createRoute } from '../../http/api.ts'
import { decodeCursor, encodeCursor } from '../../http/cursor.ts'
import { linkNext } from '../../http/link.ts'
import { BODY_PROBLEMS, problems } from '../../http/problem.ts'
import { body, json, noContent } from '../../http/responses.ts'
import { completeChoice, completeLow } from '../briefs/complete.ts'
import { adviseOn } from './advise.ts'
import { changeRoutes } from './change-routes.ts'
import { createTopic, deleteTopic, getTopic, listTopics, previewTopic } from './queries.ts'
import { refuseMute } from './refuse-mute.ts'
import { NewTopic, Preview, Topic, TopicParams, TopicQuery } from './schemas.ts'

const tags = ['topics']

export const topics = createApi()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/topics',
      tags,
      summary: 'List topics',
      request: { query: TopicQuery },
      responses: { 200: json(z.array(Topic)), ...problems('invalid_request') },
    }),
    async (c) => {
      const { limit = 100, cursor } = c.req.valid('query')
      const after_id = cursor === undefined ? null : (decodeCursor(cursor, ['number'])[0] as number)
      const page = await c.var.db.run(listTopics, { limit, after_id })
      const last = page.at(-1)
      if (last && page.length === limit) linkNext(c, encodeCursor([last.id]))
      return c.json(page, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/topics',
      tags,
      summary: 'Create a topic',
      request: { body: body(NewTopic) },
      responses: { 201: json(Topic, 'Created'), ...problems(...BODY_PROBLEMS, 'conflict', 'limit_reached') },
    }),
    async (c) => {
      const { name, keywords = [], language = 'english', is_active = true } = c.req.valid('json')
      const most = c.var.config.topicsPerUser
      const given = { name, keywords: JSON.stringify(keywords), language, is_active, most }
      const written = await c.var.db.run(createTopic, given)
      refuseMute(written)
      if (!written.topic) {
        throw new AppError(
          'limit_reached',
          `You have ${most} topics, which is the most here. Delete or change one.`,
        )
      }
      return c.json(written.topic, 201, { Location: `/api/v1/topics/${written.topic.id}` })
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/topics/{id}',
      tags,
      summary: 'Read a topic',
      request: { params: TopicParams },
      responses: { 200: json(Topic), ...problems('invalid_request', 'not_found') },
    }),
    async (c) => c.json(await c.var.db.run(getTopic, c.req.valid('param')), 200),
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/api/v1/topics/{id}',
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
      tags,
      summary: 'See what would be delivered, and why',
      description: 'The empty places of today, or those of tomorrow when today has its three.',
      request: { params: TopicParams },
      responses: { 200: json(Preview), ...problems('invalid_request', 'not_found') },
    }),
    async (c) => {
      const preview = await c.var.db.run(previewTopic, c.req.valid('param'))
      return c.json(
        {
          ...preview,
          choices: preview.choices.map(completeChoice),
          below: preview.below.map(completeLow),
          advice: adviseOn(preview.keywords),
        },
        200,
      )
    },
  )
  .route('/', changeRoutes)
