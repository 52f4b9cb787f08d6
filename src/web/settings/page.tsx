import type { AccessToken } from '../../features/tokens/schemas.ts'
import { formatDistance, formatHour, formatMoment } from '../format.ts'
import { Layout } from '../layout.tsx'
import { Passkeys } from '../passkeys/list.tsx'
import type { Reader } from '../reader.ts'
import { PrivateFeed } from './private-feed.tsx'
import type { SettingsData } from './query.ts'
import { Sessions } from './sessions.tsx'

const hours = Array.from({ length: 24 }, (_, hour) => hour)

/** All time zones of the runtime, and the reader's own, which it may lack. */
const zonesFor = (own: string) => [...new Set([own, 'UTC', ...Intl.supportedValuesOf('timeZone')])].sort()

const Morning = ({ reader }: { reader: Reader }) => (
  <form class="form" method="post" action="/settings">
    <div>
      <label for="time_zone">Time zone</label>
      <select id="time_zone" name="time_zone">
        {zonesFor(reader.time_zone).map((zone) => (
          <option value={zone} selected={zone === reader.time_zone}>
            {zone.replaceAll('_', ' ')}
          </option>
        ))}
      </select>
    </div>
    <div>
      <label for="brief_hour">The brief comes at</label>
      <select id="brief_hour" name="brief_hour">
        {hours.map((hour) => (
          <option value={String(hour)} selected={hour === reader.brief_hour}>
            {formatHour(hour)}
          </option>
        ))}
      </select>
    </div>
    <div class="actions">
      <button type="submit" class="primary">
        Save
      </button>
    </div>
  </form>
)

const NeverAgain = ({ words }: { words: readonly string[] }) => (
  <section aria-labelledby="muted-title" class="below">
    <h2 class="rule" id="muted-title">
      Never again
    </h2>
    <form class="form" method="post" action="/settings/muted">
      <div>
        <label for="muted_words">Words that no brief of yours brings</label>
        <textarea id="muted_words" name="muted_words" rows={3} aria-describedby="muted-help">
          {words.join('\n')}
        </textarea>
        <p class="hint" id="muted-help">
          One a line: words, "exact phrases", beginnings*. Whatever a topic asks for, they keep it away.
        </p>
      </div>
      <div class="actions">
        <button type="submit">Save the words</button>
      </div>
    </form>
  </section>
)

const TokenLine = ({ token, reader }: { token: AccessToken; reader: Reader }) => (
  <li>
    <span class="text">
      {token.name} <code>{token.token_prefix}…</code>{' '}
      <span class="quiet">
        {token.last_used_at ? `used ${formatDistance(token.last_used_at, reader.now)}` : 'never used'}
        {token.expires_at && `, until ${formatMoment(token.expires_at, reader.time_zone)}`}
      </span>
    </span>
    <form method="post" action={`/settings/tokens/${token.id}/delete`}>
      <button
        type="submit"
        class="link"
        aria-label={`Revoke ${token.name}`}
        data-confirm={`Revoke “${token.name}”? What uses it stops working.`}
      >
        Revoke
      </button>
    </form>
  </li>
)

/** A secret that was just created and is shown only once. */
type NewSecret = { token: string } | { feed: string }

const Secret = ({ created }: { created: NewSecret }) => (
  <div class="empty" role="status">
    <p>
      {'token' in created
        ? 'Your new token. Copy it now: it is not shown again.'
        : 'The address of your feed. Subscribe to it now: it is not shown again, and who has it reads your briefs.'}
    </p>
    <code class="secret">{'token' in created ? created.token : created.feed}</code>
  </div>
)

/** The settings: when the brief comes, the private feed, the account and the access tokens. */
export const SettingsPage = ({ page, created }: { page: SettingsData; created?: NewSecret }) => (
  <Layout title="Settings · Morning Brief" path="/settings" reader={page.reader} dateline={page.reader.email}>
    <h1 class="sr">Settings</h1>
    {created && <Secret created={created} />}
    <div class="columns below">
      <div>
        <section aria-labelledby="morning-title">
          <h2 class="rule" id="morning-title">
            Your morning
          </h2>
          <Morning reader={page.reader} />
          <p class="below">
            <a class="button" href="/settings/channels">
              How it comes: mail, notifications, webhooks
            </a>
          </p>
        </section>
        <NeverAgain words={page.muted_words} />
      </div>
      <div>
        <PrivateFeed page={page} />
        <section aria-labelledby="account-title" class="below">
          <h2 class="rule" id="account-title">
            Your account
          </h2>
          <div class="actions">
            <a class="button" href="/settings/tastes">
              What your thumbs have taught
            </a>
            <a class="button" href="/api/v1/me/export" download>
              Export everything
            </a>
            <form method="post" action="/sign-out">
              <button type="submit">Sign out</button>
            </form>
          </div>
        </section>
      </div>
    </div>
    <section aria-labelledby="tokens-title" class="below">
      <h2 class="rule" id="tokens-title">
        Tokens
      </h2>
      <p class="quiet">
        Programs show one to act as you: <code>Authorization: Bearer mb_…</code>
      </p>
      <ul class="list">
        {page.tokens.map((token) => (
          <TokenLine token={token} reader={page.reader} />
        ))}
      </ul>
      <form class="inline form" method="post" action="/settings/tokens">
        <label class="sr" for="token-name">
          Name of the new token
        </label>
        <input id="token-name" name="name" required maxlength={255} placeholder="What is it for?" />
        <button type="submit">Make a token</button>
      </form>
    </section>
    <Passkeys passkeys={page.passkeys} reader={page.reader} />
    <Sessions page={page} />
  </Layout>
)
