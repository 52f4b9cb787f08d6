import type { Fetch } from '../../features/sources/schemas.ts'
import { formatMoment } from '../format.ts'
import { Layout } from '../layout.tsx'
import type { Reader } from '../reader.ts'
import { Health, SourceActions, SourceChoiceForm } from './health.tsx'
import type { SourceHealth } from './query.ts'

const History = ({ fetches, reader }: { fetches: Fetch[]; reader: Reader }) => (
  // A table that scrolls must be reachable by keyboard (WCAG 2.1.1).
  <section class="scroll" aria-labelledby="history-title" tabindex={0}>
    <table>
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">Outcome</th>
          <th scope="col">New</th>
          <th scope="col">Time</th>
        </tr>
      </thead>
      <tbody>
        {fetches.map((fetch) => (
          <tr>
            <td>{formatMoment(fetch.started_at, reader.time_zone)}</td>
            <td dir="auto">
              {fetch.outcome.replaceAll('_', ' ')}
              {fetch.error && <span class="quiet"> {fetch.error}</span>}
            </td>
            <td>{fetch.new_articles}</td>
            <td>{fetch.duration_ms} ms</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

const Edit = ({ source }: { source: SourceHealth }) => (
  <form class="form" method="post" action={`/sources/${source.id}`}>
    <div>
      <label for="name">Name</label>
      <input id="name" name="name" required maxlength={255} value={source.name} dir="auto" />
    </div>
    <div>
      <label for="feed_url">Address of its feed</label>
      <input id="feed_url" name="feed_url" type="url" required maxlength={512} value={source.feed_url} />
    </div>
    <div>
      <label for="credibility_score">Credibility, from 0 to 1</label>
      <input
        id="credibility_score"
        name="credibility_score"
        type="number"
        min="0"
        max="1"
        step="0.05"
        required
        value={String(source.credibility_score)}
      />
      <p class="hint">Its articles' scores are multiplied by it.</p>
    </div>
    <div class="actions">
      <button type="submit" class="primary">
        Save
      </button>
    </div>
  </form>
)

/** One source: its health, its settings for admins, and its newest fetches. */
export const SourcePage = (props: { reader: Reader; source: SourceHealth; fetches: Fetch[] }) => {
  const { reader, source, fetches } = props
  return (
    <Layout title={`${source.name} · Morning Brief`} path="" reader={reader} dateline="A source">
      <h1 dir="auto">{source.name}</h1>
      <p class="quiet">
        <a href={source.url} rel="noreferrer">
          {source.url}
        </a>
      </p>
      <div class="columns below">
        <section class="cards" aria-labelledby="health-title">
          <h2 class="rule" id="health-title">
            How it is doing
          </h2>
          <Health source={source} reader={reader} />
          <SourceChoiceForm source={source} back="source" />
          {reader.role === 'admin' && <SourceActions source={source} />}
        </section>
        {reader.role === 'admin' && (
          <section aria-labelledby="edit-title">
            <h2 class="rule" id="edit-title">
              Settings
            </h2>
            <Edit source={source} />
          </section>
        )}
      </div>
      <h2 class="rule below" id="history-title">
        When it was read
      </h2>
      {fetches.length === 0 ? <p class="quiet">Not yet.</p> : <History fetches={fetches} reader={reader} />}
    </Layout>
  )
}
