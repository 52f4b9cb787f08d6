import type { Paper } from './catalogue.ts'
import { DAY_MS, pickStories } from './pick-stories.ts'
import type { FeedDocument } from './story.ts'

/** A feed contains the stories of this many days. */
const DAYS_KEPT = 2

/**
 * Writes the feed of a day. It has the same bytes on each request of that day, so that 304 is possible.
 * @param day days since 1970 (UTC)
 * @param origin of the server that has the stories as pages; without it they link to their invented sites
 */
export function writeEdition(paper: Paper, day: number, origin?: string): FeedDocument {
  const days = Array.from({ length: DAYS_KEPT }, (_, ago) => day - ago)
  const stories = days.flatMap((each) =>
    paper.carries.flatMap(({ desk, places, from }) => {
      const all = pickStories(desk, each)
      const site = from ?? paper.url
      const suffix = from ? `?utm_source=${new URL(paper.url).hostname}&utm_medium=rss` : ''
      return places.map((place) => ({
        ...all[place]!,
        link: `${new URL(all[place]!.path.slice(1), siteOn(site, origin)).href}${suffix}`,
      }))
    }),
  )
  stories.sort((a, b) => b.published.getTime() - a.published.getTime())
  const served = { ...paper, url: siteOn(paper.url, origin) }
  return paper.write({ paper: served, stories, edited: new Date(day * DAY_MS) })
}

/** The address of a site: its own, or that below the sample server, which has the pages of all sites. */
const siteOn = (site: string, origin: string | undefined): string =>
  origin === undefined ? site : `${origin}/${new URL(site).hostname}/`
