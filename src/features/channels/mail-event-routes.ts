import * as z from 'zod'
import { AppError } from '../../errors.ts'
import { createApi, createRoute } from '../../http/api.ts'
import { BODY_PROBLEMS, problems } from '../../http/problem.ts'
import { body, noContent } from '../../http/responses.ts'
import { suppressAddresses } from './link-queries.ts'
import { isFromProvider, readMailEvent } from './mail-events.ts'

export const mailEvents = createApi().openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/mail-events',
    operationId: 'reportMailEvent',
    tags: ['channels'],
    summary: 'Tell of a bounce or a complaint',
    description:
      'For the provider of mail (Resend, Postmark), which signs what it sends or has the secret MAIL_EVENTS_SECRET as its password. An address that takes nothing, or does not want it, is turned off.',
    security: [],
    request: {
      body: body(
        z.looseObject({}).meta({
          id: 'MailEvent',
          description: 'What Resend or Postmark report of a mail',
          examples: [{ type: 'email.bounced', data: { email_id: '1' } }],
        }),
      ),
    },
    responses: { 204: noContent('Noted'), ...problems(...BODY_PROBLEMS, 'not_found') },
  }),
  async (c) => {
    const { mailEventsSecret } = c.var.config
    if (mailEventsSecret === null) throw new AppError('not_found', 'This instance takes no events of mail.')
    const headers = { get: (name: string) => c.req.header(name) }
    if (!(await isFromProvider(headers, await c.req.text(), mailEventsSecret, new Date())))
      throw new AppError('unauthenticated', 'The event is not signed with the secret of this instance.')
    const event = readMailEvent(c.req.valid('json'))
    if (event) {
      const { addresses, state, reason } = event
      await c.var.db.run(suppressAddresses, {
        addresses: JSON.stringify(addresses),
        state,
        reason: reason.slice(0, 255).toWellFormed().replaceAll('\0', ''),
      })
    }
    return c.body(null, 204)
  },
)
