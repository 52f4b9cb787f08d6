import type { Labels } from './judge.ts'

export interface LabelledArticle {
  key: string
  source: string
  title: string
  summary: string | null
  tags: string[]
  language: string
  age_h: number
}

export interface LabelledTopic extends Labels {
  key: string
  keywords: string[]
  language: string
}

/** Articles, and topics as readers would type them, with labels made by reading. */
export interface LabelledSet {
  name: string
  /** The credibility of each source. */
  sources: ReadonlyMap<string, number>
  /** The same articles each time; `seed` draws their ages. */
  articles(seed: number): LabelledArticle[]
  topics: readonly LabelledTopic[]
}
