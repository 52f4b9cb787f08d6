import { type Context, Hono } from 'hono'
import {
  confirmChannel,
  rateLinkedDelivery,
  readLinkedChannel,
  readLinkedDelivery,
  unsubscribeChannel,
} from '../../features/channels/link-queries.ts'
import { type LinkAction, readLink } from '../../features/channels/signed-links.ts'
import type { AppEnv } from '../../http/env.ts'
import { asAppError } from '../../http/problem.ts'
import { respondError } from '../error-page.tsx'
import { readFields } from '../form.ts'
import { renderPage } from '../layout.tsx'
import { Ask, LinkPage } from './page.tsx'

/** The form's only field is a rating, in bytes. */
const MAX_FORM = 1024

/** What the request's link is for; null when it is not this, or nobody of ours has signed it. */
async function linkOf<A extends LinkAction['action']>(c: Context<AppEnv>, action: A) {
  const link = await readLink(c.req.query('t') ?? '', c.var.config)
  return link?.action === action ? (link as Extract<LinkAction, { action: A }>) : null
}

const textOf = (c: Context<AppEnv>) => c.req.query('t') ?? ''

/** The answer to a link that does nothing, whatever the reason. */
const deadLink = (c: Context<AppEnv>, what: string) =>
  renderPage(
    c,
    <LinkPage title="This link does nothing any more">
      <p>{what}</p>
      <a class="button" href="/settings/channels">
        To your settings
      </a>
    </LinkPage>,
    404,
  )

const isOver = ({ until }: { until: number }) => until * 1000 < Date.now()

/**
 * What the links in mails lead to, for readers who have not signed in. Opening one changes nothing; its button does. For
 * unsubscribing, mail programs press that button by themselves when their reader says so (RFC 8058).
 */
export const mailPages = new Hono<AppEnv>()
  .onError((error, c) => respondError(c, asAppError(error)))
  .get('/mail/confirm', async (c) => {
    const link = await linkOf(c, 'confirm')
    const channel =
      link && !isOver(link) ? await c.var.db.run(readLinkedChannel, { id: link.channel_id }) : null
    if (channel === null) return deadLink(c, 'Ask for a new mail under Settings.')
    return renderPage(
      c,
      <LinkPage title="Confirm your address">
        <p>
          Your morning brief will come to <strong>{channel.address}</strong>.
        </p>
        <Ask path="/mail/confirm" link={textOf(c)} buttons={[{ label: 'Confirm this address' }]} />
      </LinkPage>,
    )
  })
  .post('/mail/confirm', async (c) => {
    const link = await linkOf(c, 'confirm')
    const channel = link && !isOver(link) ? await c.var.db.run(confirmChannel, { id: link.channel_id }) : null
    if (channel === null) return deadLink(c, 'Ask for a new mail under Settings.')
    return renderPage(
      c,
      <LinkPage title="Confirmed">
        <p>
          {channel.state === 'active'
            ? 'From the next morning on your brief comes to '
            : 'Under Settings you can turn it on again for '}
          <strong>{channel.address}</strong>.
        </p>
        <a class="button primary" href="/">
          To today's brief
        </a>
      </LinkPage>,
    )
  })
  .get('/mail/unsubscribe', async (c) => {
    const link = await linkOf(c, 'unsubscribe')
    const channel = link && (await c.var.db.run(readLinkedChannel, { id: link.channel_id }))
    if (!channel) return deadLink(c, 'No brief is sent to this address.')
    return renderPage(
      c,
      <LinkPage title="Unsubscribe">
        <p>
          No more briefs will come to <strong>{channel.address}</strong>.
        </p>
        <Ask path="/mail/unsubscribe" link={textOf(c)} buttons={[{ label: 'Unsubscribe' }]} />
      </LinkPage>,
    )
  })
  .post('/mail/unsubscribe', async (c) => {
    const link = await linkOf(c, 'unsubscribe')
    const channel = link && (await c.var.db.run(unsubscribeChannel, { id: link.channel_id }))
    if (!channel) return deadLink(c, 'No brief is sent to this address.')
    return renderPage(
      c,
      <LinkPage title="You are unsubscribed">
        <p>
          No more briefs come to <strong>{channel.address}</strong>. Under Settings you can turn them on
          again.
        </p>
      </LinkPage>,
    )
  })
  .get('/mail/rate', async (c) => {
    const link = await linkOf(c, 'rate')
    const delivery = link && (await c.var.db.run(readLinkedDelivery, { id: link.delivery_id }))
    if (!delivery) return deadLink(c, 'A thumb in a mail works for thirty days.')
    const buttons = [
      { label: 'More like this', value: 'up' },
      { label: 'Less like this', value: 'down' },
    ]
    return renderPage(
      c,
      <LinkPage title={delivery.title}>
        <p>What you say here moves what your next briefs bring.</p>
        <Ask
          path="/mail/rate"
          link={textOf(c)}
          buttons={link.rating === 'up' ? buttons : buttons.toReversed()}
        />
      </LinkPage>,
    )
  })
  .post('/mail/rate', async (c) => {
    const link = await linkOf(c, 'rate')
    const { rating } = await readFields(c, { anonymous: true, maxBytes: MAX_FORM })
    const given = rating === 'up' || rating === 'down' ? rating : link?.rating
    const rated =
      link && given && (await c.var.db.run(rateLinkedDelivery, { id: link.delivery_id, rating: given }))
    if (!rated) return deadLink(c, 'A thumb in a mail works for thirty days.')
    return renderPage(
      c,
      <LinkPage title="Noted">
        <p>Your next briefs bring {rated.rating === 'up' ? 'more' : 'less'} like this.</p>
        <Ask
          path="/mail/rate"
          link={textOf(c)}
          buttons={[
            rated.rating === 'up'
              ? { label: 'No, less like this', value: 'down' }
              : { label: 'No, more like this', value: 'up' },
          ]}
        />
      </LinkPage>,
    )
  })
