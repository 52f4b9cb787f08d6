import * as z from 'zod'
import { createApi, createRoute } from '../../http/api.ts'
import { linkNext } from '../../http/cursor.ts'
import { withETag } from '../../http/entity-tag.ts'
import { BODY_PROBLEMS, problems } from '../../http/problem.ts'
import { body, json, noContent } from '../../http/responses.ts'
import { addChannel, notSent } from './add-channel.ts'
import { nudgeOutbox } from './nudge-outbox.ts'
import {
  deleteChannel,
  getChannel,
  listChannels,
  listMessages,
  requestBriefNow,
  requestConfirmation,
  updateChannel,
} from './queries.ts'
import {
  Channel,
  ChannelChange,
  ChannelParams,
  ChannelToAdd,
  Message,
  MessageQuery,
  NewChannel,
  PushKey,
} from './schemas.ts'

export const channelsTag = {
  name: 'channels',
  description: 'How the brief comes: by mail, as a notification, or to a webhook.',
}
const tags = [channelsTag.name]
const path = '/api/v1/channels/{id}'

export const channels = createApi()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/channels',
      operationId: 'listChannels',
      tags,
      summary: 'List your channels',
      responses: { 200: json(z.array(Channel)), ...problems() },
    }),
    async (c) => c.json(await c.var.db.run(listChannels, {}), 200),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/channels',
      operationId: 'addChannel',
      tags,
      summary: 'Add a channel',
      description:
        'A mail address gets a mail with a link that has to be opened first. A webhook of the format `json` is signed as Standard Webhooks says; ntfy, Slack, Discord and Telegram get what they expect.',
      request: { body: body(ChannelToAdd) },
      responses: {
        201: json(NewChannel, 'Created'),
        ...problems(...BODY_PROBLEMS, 'conflict', 'limit_reached'),
      },
    }),
    async (c) => {
      const channel = await addChannel(c, c.req.valid('json'))
      return c.json(withETag(c, channel), 201, { Location: `/api/v1/channels/${channel.id}` })
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path,
      operationId: 'getChannel',
      tags,
      summary: 'Read a channel',
      request: { params: ChannelParams },
      responses: { 200: json(Channel), ...problems('invalid_request', 'not_found') },
    }),
    async (c) => c.json(withETag(c, await c.var.db.run(getChannel, c.req.valid('param'))), 200),
  )
  .openapi(
    createRoute({
      method: 'patch',
      path,
      operationId: 'updateChannel',
      tags,
      summary: 'Change when the brief comes on a channel',
      description: 'Changes the fields that are present.',
      request: { params: ChannelParams, body: body(ChannelChange) },
      responses: {
        200: json(Channel),
        ...problems(...BODY_PROBLEMS, 'not_found', 'conflict', 'precondition_failed'),
      },
    }),
    async (c) => {
      const change = { ...c.req.valid('param'), ...c.req.valid('json') }
      return c.json(withETag(c, await c.var.db.run(updateChannel, change)), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path,
      operationId: 'deleteChannel',
      tags,
      summary: 'Remove a channel',
      request: { params: ChannelParams },
      responses: { 204: noContent(), ...problems('invalid_request', 'not_found', 'precondition_failed') },
    }),
    async (c) => {
      await c.var.db.run(deleteChannel, c.req.valid('param'))
      return c.body(null, 204)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/channels/{id}/confirmations',
      operationId: 'requestConfirmation',
      tags,
      summary: 'Send the mail that confirms an address',
      request: { params: ChannelParams },
      responses: {
        202: json(Message, 'Will be sent'),
        ...problems('invalid_request', 'not_found', 'conflict', 'limit_reached'),
      },
    }),
    async (c) => {
      const message = await c.var.db.run(requestConfirmation, c.req.valid('param'))
      await nudgeOutbox(c)
      return c.json(message, 202)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/channels/{id}/messages',
      operationId: 'sendBriefNow',
      tags,
      summary: 'Send the newest brief now',
      request: { params: ChannelParams },
      responses: {
        202: json(Message, 'Will be sent'),
        ...problems('invalid_request', 'not_found', 'conflict', 'missing_parent', 'limit_reached'),
      },
    }),
    async (c) => {
      const message = await c.var.db.run(requestBriefNow, c.req.valid('param'))
      await nudgeOutbox(c)
      return c.json(message, 202)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/messages',
      operationId: 'listMessages',
      tags,
      summary: 'List what was sent to you, and what became of it',
      description: 'Newest first.',
      request: { query: MessageQuery },
      responses: { 200: json(z.array(Message)), ...problems('invalid_request') },
    }),
    async (c) => {
      const { limit, cursor: [before_id] = [] } = c.req.valid('query')
      const page = await c.var.db.run(listMessages, { limit, before_id })
      linkNext(c, page, limit, ({ id }) => [id])
      return c.json(page.rows, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/push-key',
      operationId: 'getPushKey',
      tags,
      summary: 'Read the key that browsers subscribe with',
      description: 'The `applicationServerKey` of the Push API.',
      responses: { 200: json(PushKey), ...problems('conflict') },
    }),
    async (c) => {
      const { vapidKeys } = c.var.config
      if (vapidKeys === null) throw await notSent(c.var.db, 'notifications', 'VAPID_KEYS')
      return c.json({ public_key: vapidKeys.publicKey }, 200)
    },
  )
