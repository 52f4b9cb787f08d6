import { count, formatDistance, formatHour } from '../format.ts'
import { Layout } from '../layout.tsx'
import type { Reader } from '../reader.ts'
import type { PeopleData, Person } from './query.ts'

/** What was just made, to be shown once. */
export interface NewLink {
  email: string
  link: string
  isMailed: boolean
}

const Made = ({ made }: { made: NewLink }) => (
  <div class="empty" role="status">
    <p>
      {made.isMailed
        ? `An invitation is on its way to ${made.email}. This link does the same:`
        : `Give this link to ${made.email}. It lets them in once, within a week, and is not shown again:`}
    </p>
    <code class="secret">{made.link}</code>
  </div>
)

const Invite = ({ hasMail }: { hasMail: boolean }) => (
  <form class="form" method="post" action="/people">
    <div>
      <label for="email">Mail address</label>
      <input id="email" name="email" type="email" required maxlength={255} autocomplete="off" />
      <p class="hint">It is how they are known here; no mail goes there unless you say so.</p>
    </div>
    <div>
      <label for="role">May</label>
      <select id="role" name="role">
        <option value="reader">read</option>
        <option value="admin">read, and look after this service</option>
      </select>
    </div>
    <div class="actions">
      <button type="submit" class="primary" name="by" value="link">
        Invite by a link
      </button>
      {hasMail && (
        <button type="submit" name="by" value="mail">
          Invite by mail
        </button>
      )}
    </div>
  </form>
)

const Change = (props: { person: Person; name: string; value: string; label: string; confirm?: string }) => (
  <form method="post" action={`/people/${props.person.id}`}>
    <button
      type="submit"
      class="link"
      name={props.name}
      value={props.value}
      aria-label={`${props.label}: ${props.person.email}`}
      data-confirm={props.confirm}
    >
      {props.label}
    </button>
  </form>
)

const PersonLine = ({ person, reader }: { person: Person; reader: Reader }) => {
  const { email, role, is_active } = person
  const isSelf = email === reader.email
  return (
    <li>
      <span class="text">
        <bdi>{email}</bdi>
        {role === 'admin' && ' (admin)'}
        {isSelf && ' (you)'}{' '}
        <span class="quiet">
          {count(person.topics, 'topic')}, {count(person.items, 'item')}, brief at{' '}
          {formatHour(person.brief_hour)} {person.time_zone.replaceAll('_', ' ')},{' '}
          {!is_active
            ? 'deactivated'
            : person.last_seen_at
              ? `here ${formatDistance(person.last_seen_at, reader.now)}`
              : 'has not come yet'}
        </span>
      </span>
      {is_active && (
        <form method="post" action={`/people/${person.id}/link`}>
          <button type="submit" class="link" aria-label={`New link: ${email}`}>
            New link
          </button>
        </form>
      )}
      {!isSelf && is_active && (
        <Change
          person={person}
          name="role"
          value={role === 'admin' ? 'reader' : 'admin'}
          label={role === 'admin' ? 'Make a reader' : 'Make an admin'}
        />
      )}
      {!isSelf && (
        <Change
          person={person}
          name="is_active"
          value={String(!is_active)}
          label={is_active ? 'Deactivate' : 'Activate'}
          {...(is_active && { confirm: `Deactivate ${email}? They are signed out everywhere.` })}
        />
      )}
    </li>
  )
}

/** The people of this deployment, for admins. */
export const PeoplePage = (props: {
  page: PeopleData
  hasMail: boolean
  next: number | undefined
  made: NewLink | undefined
}) => (
  <Layout title="People · Morning Brief" path="/people" reader={props.page.reader} dateline="Who reads here">
    <h1 class="sr">People</h1>
    {props.made && <Made made={props.made} />}
    <ul class="list">
      {props.page.people.map((person) => (
        <PersonLine person={person} reader={props.page.reader} />
      ))}
    </ul>
    {props.next !== undefined && (
      <p>
        <a class="button" href={`/people?after=${props.next}`}>
          More people
        </a>
      </p>
    )}
    <section aria-labelledby="invite-title" class="below">
      <h2 class="rule" id="invite-title">
        Invite somebody
      </h2>
      <Invite hasMail={props.hasMail} />
    </section>
  </Layout>
)
