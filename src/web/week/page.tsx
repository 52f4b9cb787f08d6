import { ArticleList } from '../articles/list.tsx'
import { addDays, count, formatDate } from '../format.ts'
import { Layout } from '../layout.tsx'
import type { WeekData } from './query.ts'

/** The days of a week around this one, for its links; the week that ends today has the short address. */
const pathOf = (until: string, today: string) => (until === today ? '/week' : `/week/${until}`)

/** The week in review: what the reader rated, what they saved, and the best of what they missed. */
export const WeekPage = ({ page }: { page: WeekData }) => {
  const { reader, since, until } = page
  const path = pathOf(until, reader.today)
  const [before, after] = [addDays(until, -7), addDays(until, 7)]
  const parts = [
    { id: 'liked', title: 'What you liked', none: 'No thumb up this week.' },
    { id: 'saved', title: 'What you saved', none: 'Nothing saved this week.' },
    { id: 'disliked', title: 'What you want less of', none: 'No thumb down this week.' },
    { id: 'missed', title: 'What you missed', none: 'Nothing: you have seen it all.' },
  ] as const
  return (
    <Layout
      title="The week in review · Morning Brief"
      path=""
      reader={reader}
      dateline={`${formatDate(since)} to ${formatDate(until)}`}
    >
      <h1>The week in review</h1>
      <nav class="days" aria-label="Weeks">
        {before && (
          <a href={`/week/${before}`} rel="prev">
            ← The week before
          </a>
        )}
        {after && until < reader.today && (
          <a href={after >= reader.today ? '/week' : `/week/${after}`} rel="next">
            The week after →
          </a>
        )}
      </nav>
      <p class="quiet">
        {count(page.delivered, 'article')} in your briefs, {page.read} of them read.
      </p>
      {parts.map(({ id, title, none }) => (
        <section class="below" aria-labelledby={`${id}-title`}>
          <h2 class="rule" id={`${id}-title`}>
            {title}
          </h2>
          {page[id].length === 0 && <p class="quiet">{none}</p>}
          <ArticleList id={id} articles={page[id]} now={reader.now} back={path} />
        </section>
      ))}
    </Layout>
  )
}
