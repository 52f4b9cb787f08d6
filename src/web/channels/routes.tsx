import { type Context, Hono } from 'hono'
import { addChannel } from '../../features/channels/add-channel.ts'
import { nudgeOutbox } from '../../features/channels/nudge-outbox.ts'
import {
  deleteChannel,
  requestBriefNow,
  requestConfirmation,
  updateChannel,
} from '../../features/channels/queries.ts'
import { ChannelChange, ChannelParams, ChannelToAdd } from '../../features/channels/schemas.ts'
import type { AppEnv } from '../../http/env.ts'
import { check, ignoreNotFound, readFields, readNumber } from '../form.ts'
import { renderPage } from '../layout.tsx'
import { ChannelsPage } from './page.tsx'
import { readChannels } from './query.ts'

async function show(c: Context<AppEnv>, secret?: string): Promise<Response> {
  const { mail, vapidKeys } = c.var.config
  const offered = { mail: mail !== null, publicKey: vapidKeys?.publicKey ?? null }
  const page = await c.var.db.run(readChannels, {})
  return renderPage(c, <ChannelsPage page={page} offered={offered} secret={secret} />)
}

const idOf = (c: Context) => check(ChannelParams, c.req.param())
const back = (c: Context) => c.redirect('/settings/channels', 303)

/** The settings of how the brief comes. */
export const channelPages = new Hono<AppEnv>()
  .get('/settings/channels', (c) => show(c))
  .post('/settings/channels/mail', async (c) => {
    const { address } = await readFields(c)
    await addChannel(c, check(ChannelToAdd, { kind: 'mail', address: address?.trim() }))
    return back(c)
  })
  .post('/settings/channels/webhook', async (c) => {
    const { address, format } = await readFields(c)
    const wanted = { kind: 'webhook', address, ...(format && { format }) }
    const { signing_secret } = await addChannel(c, check(ChannelToAdd, wanted))
    return signing_secret === null ? back(c) : show(c, signing_secret)
  })
  .post('/settings/channels/:id', async (c) => {
    const { days, second_hour, paused_until } = await readFields(c)
    const change = check(ChannelChange, {
      days,
      second_hour: second_hour ? readNumber(second_hour) : null,
      paused_until: paused_until || null,
    })
    await c.var.db.run(updateChannel, { ...idOf(c), ...change })
    return back(c)
  })
  .post('/settings/channels/:id/now', async (c) => {
    await c.var.db.run(requestBriefNow, idOf(c))
    await nudgeOutbox(c)
    return back(c)
  })
  .post('/settings/channels/:id/confirmation', async (c) => {
    await c.var.db.run(requestConfirmation, idOf(c))
    await nudgeOutbox(c)
    return back(c)
  })
  .post('/settings/channels/:id/on', async (c) => {
    await c.var.db.run(updateChannel, { ...idOf(c), state: 'active' })
    return back(c)
  })
  .post('/settings/channels/:id/off', async (c) => {
    await c.var.db.run(updateChannel, { ...idOf(c), state: 'off' })
    return back(c)
  })
  .post('/settings/channels/:id/delete', async (c) => {
    await ignoreNotFound(c.var.db.run(deleteChannel, idOf(c)))
    return back(c)
  })
