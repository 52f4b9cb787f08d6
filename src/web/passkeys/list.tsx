import type { Passkey } from '../../features/passkeys/schemas.ts'
import { formatDistance } from '../format.ts'
import type { Reader } from '../reader.ts'

/** The reader's passkeys, and the button that makes one; passkeys.js shows it where the browser can. */
export const Passkeys = ({ passkeys, reader }: { passkeys: readonly Passkey[]; reader: Reader }) => (
  <section aria-labelledby="passkeys-title" class="below">
    <h2 class="rule" id="passkeys-title">
      Passkeys
    </h2>
    <p class="quiet">
      Sign in with your fingerprint, your face or your device's PIN. Nothing to type, nothing that can be
      stolen from here.
    </p>
    <ul class="list">
      {passkeys.map(({ id, name, last_used_at, created_at }) => (
        <li>
          <span class="text">
            {name}{' '}
            <span class="quiet">
              {last_used_at
                ? `used ${formatDistance(last_used_at, reader.now)}`
                : `made ${formatDistance(created_at, reader.now)}, never used`}
            </span>
          </span>
          <form method="post" action={`/settings/passkeys/${id}/delete`}>
            <button
              type="submit"
              class="link"
              aria-label={`Remove the passkey of ${name}`}
              data-confirm={`Remove the passkey of “${name}”? It signs nobody in any more.`}
            >
              Remove
            </button>
          </form>
        </li>
      ))}
    </ul>
    <div class="actions below">
      <button type="button" id="passkey-add" data-email={reader.email} hidden>
        Make a passkey
      </button>
    </div>
    <noscript>
      <p class="quiet">Making one needs scripts.</p>
    </noscript>
    <p id="passkey-problem" role="status" />
    <script src="/passkeys.js" type="module" />
  </section>
)
