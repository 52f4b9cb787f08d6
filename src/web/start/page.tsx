import type { Offer } from '../../features/interests/catalogue.ts'
import { count } from '../format.ts'
import { Layout } from '../layout.tsx'
import type { Reader } from '../reader.ts'
import { Picker } from './picker.tsx'
import type { ProgressData } from './query.ts'

/** The interests to pick from. */
export const StartPage = (props: { reader: Reader; offer: Offer; fault?: string | undefined }) => (
  <Layout title="Interests · Morning Brief" path="" reader={props.reader} dateline="What you care about">
    <h1 class="sr">Interests</h1>
    {props.fault && (
      <p class="bad" id="problem" role="alert">
        {props.fault}
      </p>
    )}
    <Picker offer={props.offer} />
  </Layout>
)

const STATES = { waiting: 'being read', read: 'read', failed: 'could not be read yet' } as const

/**
 * How far the first fetches are. With scripts it looks again by itself and builds the brief when all is read (page.js);
 * without them there is a button for each.
 */
export const ProgressPage = ({ page }: { page: ProgressData }) => {
  const attempted = page.sources.filter(({ state }) => state !== 'waiting').length
  return (
    <Layout title="Your first brief · Morning Brief" path="" reader={page.reader} dateline="A moment, please">
      <h1>Your first brief</h1>
      <div id="progress" class="cards below" aria-live="polite" data-poll={page.is_done ? undefined : '1500'}>
        <p>
          {page.topics.join(', ')}: {attempted} of {count(page.sources.length, 'source')} read,{' '}
          {count(page.articles, 'article')} so far.
        </p>
        <progress max={page.sources.length || 1} value={attempted} aria-label="Sources read" />
        <form method="post" action="/briefs/today/build" data-when-done={page.is_done ? 'submit' : undefined}>
          <button type="submit" class="primary">
            Show my brief{page.is_done ? '' : ' as it is'}
          </button>
        </form>
        {!page.is_done && (
          <noscript>
            <p>
              <a class="button" href="/start/progress">
                Look again
              </a>
            </p>
          </noscript>
        )}
        <details>
          <summary>The sources</summary>
          <ul class="list">
            {page.sources.map(({ id, name, state }) => (
              <li>
                <span class="text">
                  <a href={`/sources/${id}`} dir="auto">
                    {name}
                  </a>{' '}
                  <span class="quiet">{STATES[state]}</span>
                </span>
              </li>
            ))}
          </ul>
        </details>
      </div>
    </Layout>
  )
}
