import type { Session } from '../../features/sessions/schemas.ts'
import { formatDistance } from '../format.ts'
import type { Reader } from '../reader.ts'
import type { SettingsData } from './query.ts'

const SessionLine = ({ session, reader }: { session: Session; reader: Reader }) => (
  <li>
    <span class="text">
      {session.name}{' '}
      <span class="quiet">
        {session.last_used_at
          ? `used ${formatDistance(session.last_used_at, reader.now)}`
          : `since ${formatDistance(session.created_at, reader.now)}`}
      </span>
    </span>
    {session.is_current ? (
      <strong>this device</strong>
    ) : (
      <form method="post" action={`/settings/sessions/${session.id}/delete`}>
        <button type="submit" class="link" aria-label={`Sign out ${session.name}`}>
          Sign out
        </button>
      </form>
    )}
  </li>
)

/** The browsers that are signed in, and how each, or all, are signed out. */
export const Sessions = ({ page: { sessions, reader } }: { page: SettingsData }) => (
  <section aria-labelledby="sessions-title" class="below">
    <h2 class="rule" id="sessions-title">
      Where you are signed in
    </h2>
    <ul class="list">
      {sessions.map((session) => (
        <SessionLine session={session} reader={reader} />
      ))}
    </ul>
    <div class="actions">
      {sessions.some((session) => !session.is_current) && (
        <form method="post" action="/settings/sessions/delete">
          <button type="submit">Sign out the others</button>
        </form>
      )}
      <form method="post" action="/sign-out?everywhere">
        <button type="submit" data-confirm="Sign out everywhere, here as well? Tokens of programs go on.">
          Sign out everywhere
        </button>
      </form>
    </div>
  </section>
)
