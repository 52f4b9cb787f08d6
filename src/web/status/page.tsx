import { isNearlyFull } from '../../db/connections.ts'
import { BarChart } from '../chart.tsx'
import { count, formatDistance, formatMoment, formatNumber } from '../format.ts'
import { Layout } from '../layout.tsx'
import { Fact } from './fact.tsx'
import type { StatusData } from './query.ts'
import { Storage } from './storage.tsx'

const Failing = ({ page }: { page: StatusData }) => (
  <ul class="cards">
    {page.failing.map((source) => (
      <li class="card">
        <h3 dir="auto">
          <a href={`/sources/${source.id}`}>{source.name}</a>
        </h3>
        <p class="bad" dir="auto">
          {source.last_error}
        </p>
        <p class="quiet">
          {count(source.error_count, 'failure')} in a row; tried again{' '}
          {formatDistance(source.next_fetch_at, page.reader.now)}.
        </p>
      </li>
    ))}
  </ul>
)

/**
 * An overview of the service for its operator.
 * @param latencyMs the database's time for the query of this page
 * @param limitMb how large the database may get
 */
export const StatusPage = ({
  page,
  latencyMs,
  limitMb,
}: {
  page: StatusData
  latencyMs: number
  limitMb: number
}) => {
  const { reader, sources, hours, totals, database, dead_letters: dead } = page
  const bars = hours.map(({ hour, new_articles }) => ({
    label: formatMoment(hour, reader.time_zone),
    value: new_articles,
  }))
  const fetched = hours.reduce((sum, hour) => sum + hour.fetches, 0)
  const failed = hours.reduce((sum, hour) => sum + hour.failures, 0)
  const fresh = hours.reduce((sum, hour) => sum + hour.new_articles, 0)
  return (
    <Layout title="Status · Morning Brief" path="/status" reader={reader} dateline="How the service is doing">
      <h1 class="sr">Status</h1>
      <section aria-labelledby="ingest-title">
        <h2 class="rule" id="ingest-title">
          The last 24 hours
        </h2>
        <figure>
          <BarChart bars={bars} summary={`${count(fresh, 'new article')} in 24 hours, by the hour`} />
          <figcaption class="quiet">
            {count(fresh, 'new article')} from {count(fetched, 'fetch').replace(/fetchs$/, 'fetches')},{' '}
            {failed} of which failed
          </figcaption>
        </figure>
      </section>
      <section aria-labelledby="queue-title" class="below">
        <h2 class="rule" id="queue-title">
          Queue
        </h2>
        <dl class="facts">
          <Fact name="Sources" value={sources.active} />
          <Fact name="Due" value={sources.due} />
          <Fact name="Queued" value={sources.queued} />
          <Fact name="Being read" value={sources.fetching} />
          <Fact name="Briefs due" value={page.mornings.due} />
          <Fact name="Failing" value={sources.failing} />
          <Fact name="Given up" value={dead.waiting} />
        </dl>
        {page.mornings.oldest !== null && (
          <p>
            The first of the briefs that are due became so {formatDistance(page.mornings.oldest, reader.now)}.
          </p>
        )}
        {dead.newest && (
          <p class="bad">
            Last given up {formatDistance(dead.newest.created_at, reader.now)}: {dead.newest.error}
          </p>
        )}
      </section>
      <section aria-labelledby="database-title" class="below">
        <h2 class="rule" id="database-title">
          Database
        </h2>
        <dl class="facts">
          <Fact name="Latency of this page" value={`${latencyMs} ms`} />
          <Fact name="Postgres" value={database.version.split(' ')[0] ?? ''} />
          <Fact name="Connections" value={`${database.connections} of ${database.max_connections}`} />
          <Fact name="Articles" value={formatNumber(totals.articles)} />
          <Fact name="Readers" value={formatNumber(totals.readers)} />
        </dl>
        {isNearlyFull(database.connections, database.max_connections) && (
          <p class="bad">
            More than 80 % of the connections that the server allows are open. This service holds none between
            requests: look at what else connects, or use Neon's pooled address.
          </p>
        )}
      </section>
      <Storage page={page} limitMb={limitMb} />
      <section aria-labelledby="failing-title" class="below">
        <h2 class="rule" id="failing-title">
          Failing sources
        </h2>
        {page.failing.length === 0 ? <p class="quiet">None.</p> : <Failing page={page} />}
      </section>
    </Layout>
  )
}
