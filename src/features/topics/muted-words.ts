import { type SQL, sql } from 'drizzle-orm'
import { topics, users } from '../../db/schema/index.ts'
import { normaliseKeywords } from './keywords.ts'
import { refineKeywords, WrittenKeywords } from './written-keywords.ts'

/** Written as keywords are; a minus before them is what they mean anyway. */
export const MutedWords = WrittenKeywords.transform((words) =>
  normaliseKeywords(normaliseKeywords(words).map((word) => word.replace(/^-\s*/, ''))),
)
  .superRefine(refineKeywords)
  .meta({
    description: 'An article that has one of them comes in no brief: words, "exact phrases", beginnings*',
    examples: [['"royal family"', 'lotter*']],
  })

/** What the reader of a row of topics has muted, as JSON. */
export const mutedOfReader = sql`(select ${users.muted_words} from ${users} where ${users.id} = ${topics.user_id})`

/** All that keeps articles away from a row of topics: its own exclusions, and what its reader has muted. */
export const unwantedByTopic: SQL = sql`${topics.exclusions} || muted_queries(${mutedOfReader}, ${topics.language})`
