import type { z } from 'zod'
import type { ImportReport } from '../../features/sources/opml-schemas.ts'
import { count, formatNumber } from '../format.ts'
import { Layout } from '../layout.tsx'
import { Health, SourceActions, SourceChoiceForm } from './health.tsx'
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

const AddSource = ({ address }: { address: string }) => (
  <form class="form" method="post" action="/sources">
    <div>
      <label for="address">Address of a site or feed</label>
      <input
        id="address"
        name="address"
        required
        maxlength={512}
        value={address}
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

export interface SourcesProps {
  page: SourcesData
  report?: Report
  /** The address of the page that is to be added; undefined where none is. */
  address?: string
  sourcesPerReader: number
  /** Of this service, for the bookmarklet. */
  origin: string
}

/** Opens the page to add a source with the address of the page one is on. */
const Bookmarklet = ({ origin }: { origin: string }) => (
  <p class="hint below">
    Drag this to your bookmarks, and press it on any site:{' '}
    <a
      href={`javascript:location=${JSON.stringify(`${origin}/sources/new?url=`)}+encodeURIComponent(location.href)`}
    >
      Add to Morning Brief
    </a>
  </p>
)

/** All sources and their health. Readers can add some for themselves; admins can add, import and change them. */
export const SourcesPage = (props: SourcesProps) => {
  const { page, report, address } = props
  const { reader, total } = page
  const { rows: sources } = page.page
  const mayAdd = reader.role === 'admin' || props.sourcesPerReader > 0
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
      {mayAdd && (
        <div class="columns">
          <section aria-labelledby="add-title">
            <h2 class="rule" id="add-title">
              A new source
            </h2>
            <AddSource address={address ?? ''} />
            {address === undefined ? (
              <p class="hint below">
                <a href="/sources/new">A bookmark that adds the page you are on</a>
              </p>
            ) : (
              <Bookmarklet origin={props.origin} />
            )}
          </section>
          {isAdmin && (
            <section aria-labelledby="opml-title">
              <h2 class="rule" id="opml-title">
                In and out
              </h2>
              <ImportSources />
            </section>
          )}
        </div>
      )}
      <section aria-labelledby="sources-title" class="below">
        <h2 class="rule" id="sources-title">
          {count(total, 'source')}
        </h2>
        {total === 0 && (
          <p class="quiet">
            {mayAdd ? 'None yet: add one above.' : 'None yet. Ask whoever runs this service to add some.'}
          </p>
        )}
        <ul class="cards tiles">
          {sources.map((source) => (
            <li class="card">
              <h3 dir="auto">
                <a href={`/sources/${source.id}`}>{source.name}</a>
              </h3>
              <Health source={source} reader={reader} />
              <SourceChoiceForm source={source} back="list" />
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
