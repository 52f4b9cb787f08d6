import { PAPERS, type Paper } from './catalogue.ts'
import { DAY_MS, pickStories } from './pick-stories.ts'
import type { DatedStory } from './story.ts'

export interface FoundStory {
  paper: Paper
  story: DatedStory
}

/**
 * The story whose page is at `/<host of its site>/2026/11/03/title-in-words`. Any day's can be found, not only those that
 * the feeds still have: a brief of last week leads to them, too.
 */
export function findStory(path: string): FoundStory | undefined {
  const [, host, year, month, day] = /^\/([\w.-]+)\/(\d{4})\/(\d\d)\/(\d\d)\/[^/]+$/.exec(path) ?? []
  const paper = PAPERS.find(({ url }) => new URL(url).hostname === host)
  const published = Date.parse(`${year}-${month}-${day}T00:00:00Z`)
  if (!paper || Number.isNaN(published)) return undefined
  const wanted = path.slice(path.indexOf('/', 1))
  // A day's feed has the stories of the evening before.
  for (const ahead of [0, 1, 2]) {
    for (const { desk, places, from } of paper.carries) {
      const all = pickStories(desk, published / DAY_MS + ahead)
      const place = from === undefined ? places.find((each) => all[each]?.path === wanted) : undefined
      if (place !== undefined) return { paper, story: all[place]! }
    }
  }
  return undefined
}
