/** What is known of a topic: its articles by grade (2 clearly about it, 1 touches it, 0 not), and which tell one story. */
export interface Labels {
  grades: ReadonlyMap<string, number>
  /** An article's story, by the key of one of its reports. */
  stories: ReadonlyMap<string, string>
}

export interface Pick {
  key: string
  /** Undefined when nobody judged it. */
  grade: number | undefined
  /** The pick that told the same story before. */
  repeats: string | undefined
  is_right: boolean
}

export interface Judged {
  topic: string
  picks: Pick[]
  /** So many right articles of different stories are there to be picked, up to three. */
  possible: number
  precision: number
}

const PLACES = 3

/** Judges a topic's picks: a second telling of a story, what nobody judged, and an empty place count as wrong. */
export function judge(topic: string, { grades, stories }: Labels, keys: readonly string[]): Judged {
  const told = new Map<string, string>()
  const picks = keys.slice(0, PLACES).map((key): Pick => {
    const story = stories.get(key) ?? key
    const grade = grades.get(key)
    const repeats = told.get(story)
    told.set(story, repeats ?? key)
    return { key, grade, repeats, is_right: repeats === undefined && (grade ?? 0) > 0 }
  })
  const right = [...grades].filter(([, grade]) => grade > 0).map(([key]) => stories.get(key) ?? key)
  const possible = Math.min(PLACES, new Set(right).size)
  const hits = picks.filter((pick) => pick.is_right).length
  return { topic, picks, possible, precision: possible === 0 ? 0 : hits / possible }
}

export interface Figures {
  topics: number
  /** The mean over the topics that have news, of the share of their places (as many as can be filled) that are right. */
  precision: number
  picks: number
  repeats: number
  empty_places: number
  /** Picks for topics that have no right article, where none is the right answer. */
  picks_for_nothing: number
}

export function figures(judged: readonly Judged[]): Figures {
  const withNews = judged.filter(({ possible }) => possible > 0)
  const sum = (of: (each: Judged) => number, list = withNews) =>
    list.reduce((total, each) => total + of(each), 0)
  return {
    topics: judged.length,
    precision: sum((each) => each.precision) / withNews.length,
    picks: sum((each) => each.picks.length),
    repeats: sum((each) => each.picks.filter((pick) => pick.repeats !== undefined).length),
    empty_places: sum((each) => Math.max(0, each.possible - each.picks.length)),
    picks_for_nothing: sum(
      (each) => each.picks.length,
      judged.filter(({ possible }) => possible === 0),
    ),
  }
}

/** Pairs of reports of one topic: how many of those that tell one story are found, and how many found ones do. */
export function judgePairs(
  labels: Iterable<Labels>,
  isAlike: (a: string, b: string) => boolean,
): { pairs: number; recall: number; precision: number } {
  let same = 0
  let found = 0
  let hits = 0
  for (const { stories } of labels) {
    const keys = [...stories.keys()]
    for (const [at, a] of keys.entries())
      for (const b of keys.slice(at + 1)) {
        const isSame = stories.get(a) === stories.get(b)
        same += Number(isSame)
        if (!isAlike(a, b)) continue
        found++
        hits += Number(isSame)
      }
  }
  return { pairs: same, recall: hits / same, precision: hits / found }
}
