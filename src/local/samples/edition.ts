import type { Paper } from './catalogue.ts'
import { DAY_MS, pickStories } from './pick-stories.ts'
import type { FeedDocument } from './story.ts'

/** How many days' stories a feed keeps. */
const DAYS_KEPT = 2

/**
 * A paper's feed of one day: the same bytes whenever it is asked for, so that a reader can be told "not modified".
 * @param day days since 1970 (UTC)
 */
export function writeEdition(paper: Paper, day: number): FeedDocument {
  const days = Array.from({ length: DAYS_KEPT }, (_, ago) => day - ago)
  const stories = days.flatMap((each) =>
    paper.carries.flatMap(({ desk, places, from }) => {
      const all = pickStories(desk, each)
      const site = from ?? paper.url
      const suffix = from ? `?utm_source=${new URL(paper.url).hostname}&utm_medium=rss` : ''
      return places.map((place) => ({
        ...all[place]!,
        link: `${new URL(all[place]!.path, site).href}${suffix}`,
      }))
    }),
  )
  stories.sort((a, b) => b.published.getTime() - a.published.getTime())
  return paper.write({ paper, stories, edited: new Date(day * DAY_MS) })
}
