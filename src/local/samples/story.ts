/** A story with the placeholders `{place}` and `{n}`, which get other values each time it repeats. */
export interface Story {
  title: string
  text: string
  tags: readonly string[]
}

/** Parses stories, one per line: `title | text | tag, tag`. */
export function readStories(lines: string): Story[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const [title, text, tags] = line.split(' | ')
      return { title: title!, text: text!, tags: tags!.split(', ') }
    })
}

/** A group of stories. They repeat in this order, each time with another place. */
export interface Desk {
  name: string
  /** BCP 47. */
  language: string
  /** The number of stories per day. */
  perDay: number
  places: readonly string[]
  authors: readonly string[]
  /** The last sentence of each story. */
  closing: string
  stories: readonly Story[]
}

/** A published story. */
export interface DatedStory {
  title: string
  text: string
  closing: string
  tags: readonly string[]
  author: string
  /** The path on the site of its publisher: `/2026/11/03/title-in-words`. */
  path: string
  published: Date
}

/** A sample feed with invented content. */
export interface SampleFeed {
  name: string
  /** The URL of its invented site, where there is no server. */
  url: string
  /** The path on the sample server. */
  path: string
  tags: string[]
  /** 0 to 1. */
  credibility_score: number
}

/** The content of a feed on one day. */
export interface Edition {
  paper: SampleFeed & { language: string; description: string }
  /** Newest first. */
  stories: readonly (DatedStory & { link: string })[]
  /** The beginning of the day, as the time of the last change. */
  edited: Date
}

/** The response with a feed. */
export interface FeedDocument {
  body: Uint8Array
  contentType: string
}
