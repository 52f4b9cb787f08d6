import type { z } from 'zod'
import type { ImportReport } from '../../features/sources/opml-schemas.ts'
import { count, formatNumber } from '../format.ts'
import { Layout } from '../layout.tsx'
import { Health, SourceActions } from './health.tsx'
import type { SourcesData } from './query.ts'

export type Report = z.infer<typeof ImportReport>

const Outcome = ({ report }: { report: Report }) => (
  <div class="empty" role="status">
    <p>
      {count(report.added.length, 'source')} added, {report.known.length} known already,{' '}
      {report.refused.length} refused.
    </p>
    {report.refused.length > 0 && (
      <ul>
        {report.refused.map(({ title, feed_url, reason }) => (
          <li dir="auto">
            {title || feed_url}: {reason}
          </li>
        ))}
      </ul>
    )}
  </div>
)

const AddSource = () => (
  <form class="form" method="post" action="/sources">
    <div>
      <label for="address">Address of a site or feed</label>
      <input
        id="address"
        name="address"
        required
        maxlength={512}
        inputmode="url"
        autocomplete="off"
        placeholder="harbour-gazette.example"
      />
      <p class="hint">The site's feed is looked for; it is read at once.</p>
    </div>
    <div class="actions">
      <button type="submit" class="primary">
        Add source
      </button>
    </div>
  </form>
)

const ImportSources = () => (
  <form class="form" method="post" action="/sources/opml" enctype="multipart/form-data">
    <div>
      <label for="opml">Subscription list (OPML)</label>
      <input
        id="opml"
        name="opml"
        type="file"
        required
        accept=".opml,.xml,text/x-opml,text/xml,application/xml"
      />
      <p class="hint">As other feed readers export it. Folders become tags.</p>
    </div>
    <div class="actions">
      <button type="submit">Import</button>
      <a class="button" href="/api/v1/sources.opml" download>
        Export
      </a>
    </div>
  </form>
)

/** All sources and their health. Admins can add, import and change them. */
export const SourcesPage = ({ page, report }: { page: SourcesData; report?: Report }) => {
  const { reader, total } = page
  const { rows: sources } = page.page
  const isAdmin = reader.role === 'admin'
  return (
    <Layout
      title="Sources · Morning Brief"
      path="/sources"
      reader={reader}
      dateline="Where the articles come from"
    >
      <h1 class="sr">Sources</h1>
      {report && <Outcome report={report} />}
      {isAdmin && (
        <div class="columns">
          <section aria-labelledby="add-title">
            <h2 class="rule" id="add-title">
              A new source
            </h2>
            <AddSource />
          </section>
          <section aria-labelledby="opml-title">
            <h2 class="rule" id="opml-title">
              In and out
            </h2>
            <ImportSources />
          </section>
        </div>
      )}
      <section aria-labelledby="sources-title" class="below">
        <h2 class="rule" id="sources-title">
          {count(total, 'source')}
        </h2>
        {total === 0 && (
          <p class="quiet">
            {isAdmin ? 'None yet: add one above.' : 'None yet. Ask whoever runs this service to add some.'}
          </p>
        )}
        <ul class="cards tiles">
          {sources.map((source) => (
            <li class="card">
              <h3 dir="auto">
                <a href={`/sources/${source.id}`}>{source.name}</a>
              </h3>
              <Health source={source} reader={reader} />
              {isAdmin && <SourceActions source={source} />}
            </li>
          ))}
        </ul>
        {sources.length < total && (
          <p class="quiet">
            These are {formatNumber(sources.length)}, failing ones first; <a href="/docs">the API</a> lists
            all at <code>/api/v1/sources</code>.
          </p>
        )}
      </section>
    </Layout>
  )
}
