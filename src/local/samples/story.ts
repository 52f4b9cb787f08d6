/** A text as written: `{place}` and `{n}` are filled in anew each time the story comes round. */
export interface Story {
  title: string
  text: string
  tags: readonly string[]
}

/** Stories written one a line: `title | text | tag, tag`. */
export function readStories(lines: string): Story[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const [title, text, tags] = line.split(' | ')
      return { title: title!, text: text!, tags: tags!.split(', ') }
    })
}

/** What one desk writes: its stories come round in this order, each time from another place. */
export interface Desk {
  name: string
  /** BCP 47. */
  language: string
  /** How many of its stories appear each day. */
  perDay: number
  places: readonly string[]
  authors: readonly string[]
  /** The last words of each story. */
  closing: string
  stories: readonly Story[]
}

/** A story as it appeared. */
export interface DatedStory {
  title: string
  text: string
  closing: string
  tags: readonly string[]
  author: string
  /** On the site of whoever published it: `/2026/11/03/title-in-words`. */
  path: string
  published: Date
}

/** A feed that the laptop serves: everything in it is invented. */
export interface SampleFeed {
  name: string
  /** The site it pretends to belong to; nothing answers there. */
  url: string
  /** Where the sample server has it. */
  path: string
  tags: string[]
  /** 0 to 1. */
  credibility_score: number
}

/** What a feed says on one day. */
export interface Edition {
  paper: SampleFeed & { language: string; description: string }
  /** Newest first. */
  stories: readonly (DatedStory & { link: string })[]
  /** When that day began: the moment all of it was written. */
  edited: Date
}

/** A feed as it is served. */
export interface FeedDocument {
  body: Uint8Array
  contentType: string
}
