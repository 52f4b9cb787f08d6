import type { Channel, Message } from '../../features/channels/schemas.ts'
import { formatHour } from '../format.ts'
import type { Reader } from '../reader.ts'
import { DAYS, describeMessage, describeState, KINDS } from './words.ts'

const hours = Array.from({ length: 24 }, (_, hour) => hour)

/** When the brief comes on a channel. */
const Rhythm = ({ channel, reader }: { channel: Channel; reader: Reader }) => (
  <form class="form" method="post" action={`/settings/channels/${channel.id}`}>
    <div>
      <label for={`days-${channel.id}`}>On</label>
      <select id={`days-${channel.id}`} name="days">
        {Object.entries(DAYS).map(([value, name]) => (
          <option value={value} selected={value === channel.days}>
            {name}
          </option>
        ))}
      </select>
    </div>
    <div>
      <label for={`second-${channel.id}`}>At {formatHour(reader.brief_hour)}, and once more at</label>
      <select id={`second-${channel.id}`} name="second_hour">
        <option value="">no other hour</option>
        {hours
          .filter((hour) => hour > reader.brief_hour || hour === channel.second_hour)
          .map((hour) => (
            <option value={String(hour)} selected={hour === channel.second_hour}>
              {formatHour(hour)}
            </option>
          ))}
      </select>
    </div>
    <div>
      <label for={`pause-${channel.id}`}>Pause until</label>
      <input
        id={`pause-${channel.id}`}
        name="paused_until"
        type="date"
        min={reader.today}
        value={channel.paused_until ?? ''}
      />
    </div>
    <div class="actions">
      <button type="submit">Save</button>
    </div>
  </form>
)

const Act = ({
  channel,
  path,
  label,
  ask,
}: {
  channel: Channel
  path: string
  label: string
  ask?: string
}) => (
  <form method="post" action={`/settings/channels/${channel.id}/${path}`}>
    <button
      type="submit"
      class={path === 'off' || path === 'delete' ? 'link' : undefined}
      aria-label={`${label}: ${channel.name}`}
      data-confirm={ask}
    >
      {label}
    </button>
  </form>
)

const isToBeConfirmed = ({ state }: Channel) => ['unconfirmed', 'bounced', 'complained'].includes(state)

/** A channel: what it is, whether it works, when it is used, and what was last sent on it. */
export const ChannelSection = ({
  channel,
  messages,
  reader,
}: {
  channel: Channel
  messages: readonly Message[]
  reader: Reader
}) => (
  <section class="below" aria-labelledby={`channel-${channel.id}`}>
    <h2 class="rule" id={`channel-${channel.id}`}>
      {KINDS[channel.kind]}: {channel.name}
    </h2>
    <div class="channel">
      <p class={channel.state === 'active' ? 'quiet' : undefined}>{describeState(channel, reader)}</p>
      <div class="actions">
        {channel.state === 'active' && <Act channel={channel} path="now" label="Send me one now" />}
        {isToBeConfirmed(channel) && (
          <Act channel={channel} path="confirmation" label="Send the link to confirm again" />
        )}
        {channel.state === 'active' && <Act channel={channel} path="off" label="Turn off" />}
        {(channel.state === 'off' || channel.state === 'failing') && (
          <Act channel={channel} path="on" label="Turn on" />
        )}
        <Act
          channel={channel}
          path="delete"
          label="Remove"
          ask={`Remove “${channel.name}”? Nothing comes there any more.`}
        />
      </div>
      {messages.length > 0 && (
        <ul class="list quiet" aria-label="Last sent">
          {messages.map((message) => (
            <li>
              <span class="text">{describeMessage(message, reader)}</span>
            </li>
          ))}
        </ul>
      )}
      <Rhythm channel={channel} reader={reader} />
    </div>
  </section>
)
