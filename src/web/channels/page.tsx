import { Layout } from '../layout.tsx'
import { ChannelSection } from './channel.tsx'
import type { ChannelsData } from './query.ts'

/** Messages shown of each channel. */
const SHOWN = 5

const AddMail = ({ email }: { email: string }) => (
  <form class="form" method="post" action="/settings/channels/mail">
    <div>
      <label for="mail-address">By mail, to</label>
      <input id="mail-address" name="address" type="email" required maxlength={255} value={email} />
      <p class="hint">A mail with a link comes there first: open it, and the brief comes each morning.</p>
    </div>
    <div class="actions">
      <button type="submit" class="primary">
        Add mail
      </button>
    </div>
  </form>
)

/** Only scripts can ask a browser for a subscription; page.js shows the button where they can. */
const AddPush = ({ publicKey }: { publicKey: string }) => (
  <div class="form" id="push" data-key={publicKey}>
    <div>
      <strong>As a notification on this device</strong>
      <p class="hint" id="push-hint">
        This browser cannot show notifications, or scripts are off.
      </p>
    </div>
    <div class="actions">
      <button type="button" id="push-add" hidden>
        Notify me here
      </button>
    </div>
    <script src="/push.js" type="module" />
  </div>
)

const AddWebhook = () => (
  <form class="form" method="post" action="/settings/channels/webhook">
    <div>
      <label for="webhook-address">To a webhook, at</label>
      <input
        id="webhook-address"
        name="address"
        type="url"
        required
        maxlength={2048}
        placeholder="https://ntfy.sh/your-topic"
      />
      <p class="hint">
        ntfy, Slack, Discord and Telegram get what they expect; any other address the brief as signed JSON.
      </p>
    </div>
    <div>
      <label for="webhook-format">It expects</label>
      <select id="webhook-format" name="format">
        <option value="">what its address tells</option>
        <option value="json">JSON (Standard Webhooks)</option>
        <option value="ntfy">ntfy</option>
        <option value="slack">Slack or Mattermost</option>
        <option value="discord">Discord</option>
        <option value="telegram">Telegram</option>
      </select>
    </div>
    <div class="actions">
      <button type="submit">Add webhook</button>
    </div>
  </form>
)

/** What this instance can send. */
export interface Offered {
  mail: boolean
  publicKey: string | null
}

/** How the brief comes: the reader's channels, and forms to add one. */
export const ChannelsPage = ({
  page,
  offered,
  secret,
}: {
  page: ChannelsData
  offered: Offered
  /** What signs a webhook that was just added; shown this once. */
  secret?: string | undefined
}) => (
  <Layout
    title="How your brief comes · Morning Brief"
    path="/settings"
    reader={page.reader}
    dateline="How your brief comes"
  >
    <h1 class="sr">How your brief comes</h1>
    {secret && (
      <div class="empty" role="status">
        <p>What is sent to your webhook is signed with this. Copy it now: it is not shown again.</p>
        <code class="secret">{secret}</code>
      </div>
    )}
    {page.channels.length === 0 && <p>So far it waits on its page. It can come to you as well.</p>}
    {page.channels.map((channel) => (
      <ChannelSection
        channel={channel}
        messages={page.messages.filter(({ channel_id }) => channel_id === channel.id).slice(0, SHOWN)}
        reader={page.reader}
      />
    ))}
    <section class="below" aria-labelledby="add-title">
      <h2 class="rule" id="add-title">
        Let it come
      </h2>
      <div class="columns">
        {offered.mail ? (
          <AddMail email={page.channels.some(({ kind }) => kind === 'mail') ? '' : page.reader.email} />
        ) : (
          <p class="quiet">Mail is not set up here: whoever runs this service sets MAIL_URL.</p>
        )}
        {offered.publicKey !== null ? (
          <AddPush publicKey={offered.publicKey} />
        ) : (
          <p class="quiet">Notifications are not set up here: whoever runs this service sets VAPID_KEYS.</p>
        )}
        <AddWebhook />
      </div>
    </section>
  </Layout>
)
