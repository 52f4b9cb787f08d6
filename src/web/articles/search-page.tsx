import { LANGUAGES } from '../../db/schema/languages.ts'
import { Layout } from '../layout.tsx'
import { ArticleList } from './list.tsx'
import type { SearchData } from './query.ts'

/** The fields of the form as they were sent. */
export interface SearchFields {
  q?: string | undefined
  language?: string | undefined
  sort?: string | undefined
  source_id?: string | undefined
  topic_id?: string | undefined
  since?: string | undefined
  until?: string | undefined
}

const title = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const Form = ({
  page,
  fields,
  fault,
}: {
  page: SearchData
  fields: SearchFields
  fault?: string | undefined
}) => (
  <search>
    <form class="form" action="/search">
      {fault && (
        <p class="bad" id="problem" role="alert">
          {fault}
        </p>
      )}
      {page.topic && <input type="hidden" name="topic_id" value={String(page.topic.id)} />}
      <div>
        <label for="q">{page.topic ? 'Only those that also have' : 'Words'}</label>
        <input
          id="q"
          name="q"
          type="search"
          maxlength={500}
          value={fields.q ?? ''}
          dir="auto"
          autocomplete="off"
          aria-describedby="q-hint"
        />
        <p class="hint" id="q-hint">
          All of them, in any form; <code>"exact phrase"</code>, <code>-without</code>,{' '}
          <code>this or that</code>, <code>begin*</code>.
        </p>
      </div>
      <details
        open={Boolean(fields.source_id || fields.since || fields.until || fields.sort || fields.language)}
      >
        <summary>Source, dates, order, language</summary>
        <div class="form">
          <div>
            <label for="source_id">Source</label>
            <select id="source_id" name="source_id">
              <option value="">All</option>
              {page.sources.map(({ id, name }) => (
                <option value={String(id)} selected={String(id) === fields.source_id}>
                  {name}
                </option>
              ))}
            </select>
          </div>
          <div>
            <label for="since">Published on this day or later</label>
            <input id="since" name="since" type="date" value={fields.since ?? ''} />
          </div>
          <div>
            <label for="until">Published before this day</label>
            <input id="until" name="until" type="date" value={fields.until ?? ''} />
          </div>
          <div>
            <label for="sort">Order</label>
            <select id="sort" name="sort">
              <option value="">Best first; without words newest first</option>
              <option value="date" selected={fields.sort === 'date'}>
                Newest first
              </option>
            </select>
          </div>
          <div>
            <label for="language">Language of the words</label>
            <select id="language" name="language">
              <option value="">English</option>
              {LANGUAGES.filter((language) => language !== 'english').map((language) => (
                <option value={language} selected={language === fields.language}>
                  {language === 'simple' ? 'Another language (words as they are written)' : title(language)}
                </option>
              ))}
            </select>
          </div>
        </div>
      </details>
      <div class="actions">
        <button type="submit" class="primary">
          Search
        </button>
        {page.topic && (
          <a class="button" href="/search">
            Search all articles
          </a>
        )}
      </div>
    </form>
  </search>
)

export interface SearchProps {
  page: SearchData
  fields: SearchFields
  /** The address of this page, for forms to come back to. */
  path: string
  /** The address of the next page; undefined on the last one. */
  next: string | undefined
  fault?: string | undefined
}

/** All articles: searched by words, source and date, or the further matches of a topic. */
export const SearchPage = ({ page, fields, path, next, fault }: SearchProps) => {
  const heading = page.topic ? `More on ${page.topic.name}` : 'Search'
  return (
    <Layout
      title={`${heading} · Morning Brief`}
      path={page.topic ? '' : '/search'}
      reader={page.reader}
      dateline={page.topic ? 'What your briefs have not brought' : 'All articles'}
    >
      <h1 class={page.topic ? undefined : 'sr'} dir="auto">
        {heading}
      </h1>
      <Form page={page} fields={fields} fault={fault} />
      <section class="below" aria-labelledby="found-title">
        <h2 class="rule" id="found-title">
          {fields.q ? 'What was found' : 'Articles'}
        </h2>
        {page.found.length === 0 && !fault && (
          <p class="quiet">
            {fields.q ? 'Nothing. Try fewer or broader words, or another language.' : 'Nothing more.'}
          </p>
        )}
        <ArticleList id="found" articles={page.found} now={page.reader.now} back={path} />
        {next && (
          <p class="below">
            <a class="button" href={next} rel="next">
              The next ones
            </a>
          </p>
        )}
      </section>
    </Layout>
  )
}
