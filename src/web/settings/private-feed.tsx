import { formatMoment } from '../format.ts'
import type { SettingsData } from './query.ts'

/** The forms to create, replace and delete the address where feed readers get the briefs. */
export const PrivateFeed = ({ page: { feed_since, reader } }: { page: SettingsData }) => (
  <section aria-labelledby="feed-title">
    <h2 class="rule" id="feed-title">
      In your feed reader
    </h2>
    <div class="form">
      <p class="quiet">
        {feed_since
          ? `Your briefs have a private address since ${formatMoment(feed_since, reader.time_zone)}. It was shown once; a new one ends it.`
          : 'Your briefs can have a private address that any feed reader takes.'}
      </p>
      <div class="actions">
        <form method="post" action="/settings/feed">
          <button type="submit">{feed_since ? 'Make a new address' : 'Make an address'}</button>
        </form>
        {feed_since && (
          <form method="post" action="/settings/feed/delete">
            <button
              type="submit"
              class="link"
              data-confirm="End the private feed? Readers that follow it get nothing more."
            >
              End it
            </button>
          </form>
        )}
      </div>
    </div>
  </section>
)
