import { completeBrief } from '../../features/briefs/complete.ts'
import { fewer } from '../../features/briefs/render/words.ts'
import type { Offer } from '../../features/interests/catalogue.ts'
import { addDays, formatDate, formatHour, formatMoment } from '../format.ts'
import { Layout } from '../layout.tsx'
import { Picker } from '../start/picker.tsx'
import { Article } from './article.tsx'
import type { TodayData } from './query.ts'
import { type PageSizes, Sidebar } from './sidebar.tsx'

const BuildNow = ({ label, primary }: { label: string; primary?: boolean }) => (
  <form method="post" action="/briefs/today/build">
    <button type="submit" class={primary ? 'primary' : undefined}>
      {label}
    </button>
  </form>
)

/** Explains why the brief is empty, and links to what is missing: topics, sources, articles or the brief itself. */
const Empty = (props: { page: TodayData; isToday: boolean; offer: Offer | null }) => {
  const { page, isToday, offer } = props
  const { brief, reader } = page
  const morning = formatHour(reader.brief_hour)
  if (!isToday) {
    return (
      <div class="empty">
        <p>
          {brief.date > reader.today
            ? 'This morning is still to come.'
            : 'Nothing was delivered on this day.'}
        </p>
        <a class="button" href="/">
          To today's brief
        </a>
      </div>
    )
  }
  if (brief.topics.length === 0) {
    return (
      <div class="empty">
        <p>You follow no topics yet. Say what you care about, and three articles on it come each morning.</p>
        {offer && <Picker offer={offer} />}
      </div>
    )
  }
  if (!page.has_sources) {
    return (
      <div class="empty">
        <p>There are no sources to read from yet.</p>
        <a class="button primary" href="/sources">
          Add a source
        </a>
      </div>
    )
  }
  if (!page.has_articles) {
    return (
      <div class="empty">
        <p>The sources are about to be read for the first time. Look again in a few minutes.</p>
        <a class="button" href="/">
          Look again
        </a>
      </div>
    )
  }
  if (!brief.built_at) {
    return (
      <div class="empty">
        <p>Your brief comes at {morning}. It can also be built now.</p>
        <BuildNow label="Build it now" primary />
      </div>
    )
  }
  return (
    <div class="empty">
      <p>Nothing new on your topics today. Broader keywords find more; new articles arrive all day.</p>
      <a class="button" href="/topics">
        Look at your topics
      </a>
      <BuildNow label="Look once more" />
    </div>
  )
}

const isSunday = (date: string) => new Date(`${date}T00:00:00Z`).getUTCDay() === 0

/** The brief of a day, with the reader's todos and items in the sidebar. */
export const TodayPage = (props: {
  page: TodayData
  sizes: PageSizes
  all: boolean
  /** What a reader without topics is offered. */
  offer: Offer | null
  /** Whether its articles are those of the laptop's sample feeds. */
  isSample: boolean
}) => {
  const { page, sizes, all } = props
  const { reader } = page
  const brief = completeBrief(page.brief)
  const isToday = brief.date === reader.today
  const own = isToday ? '/' : `/briefs/${brief.date}`
  const back = all ? `${own}?all` : own
  const [before, after] = [addDays(brief.date, -1), addDays(brief.date, 1)]
  const isYesterday = after === reader.today
  const hasArticles = brief.topics.some((topic) => topic.deliveries.length > 0)
  const isShort = brief.topics.some((topic) => topic.deliveries.length < 3)
  return (
    <Layout
      title={`${formatDate(brief.date)} · Morning Brief`}
      path={isToday ? '/' : ''}
      reader={reader}
      dateline={<time datetime={brief.date}>{formatDate(brief.date)}</time>}
    >
      <h1 class="sr">{isToday ? "Today's brief" : `The brief of ${formatDate(brief.date)}`}</h1>
      <nav class="days" aria-label="Days">
        {before && (
          <a href={`/briefs/${before}`} rel="prev">
            ← {isToday ? 'Yesterday' : 'The day before'}
          </a>
        )}
        {!isToday && after && (
          <a href={isYesterday ? '/' : `/briefs/${after}`} rel="next">
            {isYesterday ? 'Today' : 'The day after'} →
          </a>
        )}
        {isSunday(brief.date) && <a href={isToday ? '/week' : `/week/${brief.date}`}>The week in review</a>}
        {isToday && brief.built_at && (
          <span class="quiet">Built {formatMoment(brief.built_at, reader.time_zone)}</span>
        )}
      </nav>
      <div class="front">
        <div>
          {!hasArticles && <Empty page={page} isToday={isToday} offer={props.offer} />}
          {hasArticles &&
            brief.topics.map((topic) => (
              <section class="topic" aria-labelledby={`topic-${topic.topic_id}`}>
                <h2 id={`topic-${topic.topic_id}`} dir="auto">
                  {topic.name}
                </h2>
                <ol class="articles">
                  {topic.deliveries.map((delivery) => (
                    <li>
                      <Article
                        delivery={delivery}
                        mark={page.marks.find((mark) => mark.article_id === delivery.article.id)}
                        now={reader.now}
                        back={back}
                      />
                    </li>
                  ))}
                </ol>
                {topic.deliveries.length < 3 && <p class="quiet">{fewer(brief, topic)}</p>}
                <p class="quiet more">
                  <a href={`/search?topic_id=${topic.topic_id}`}>
                    More on this<span class="sr">: {topic.name}</span>
                  </a>
                </p>
              </section>
            ))}
          {props.isSample && (
            <p class="quiet">
              These are invented articles of sample feeds. For real ones, stop this and start{' '}
              <code>npm run dev -- --real</code>.
            </p>
          )}
          {isToday && hasArticles && isShort && (
            <p class="rule-less">
              <BuildNow label="Fill the empty places" />
            </p>
          )}
        </div>
        <Sidebar page={page} sizes={sizes} back={back} all={all} />
      </div>
    </Layout>
  )
}
