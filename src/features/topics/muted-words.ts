import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { topics, users } from '../../db/schema/index.ts'
import { text } from '../../http/fields.ts'
import { checkKeywords, MAX_WRITTEN_KEYWORDS, normaliseKeywords, TOO_MANY_KEYWORDS } from './keywords.ts'

/** Written as keywords are; a minus before them is what they mean anyway. */
export const MutedWords = z
  .array(text(), { error: 'must be a list of texts' })
  .max(MAX_WRITTEN_KEYWORDS, TOO_MANY_KEYWORDS)
  .transform((words) => normaliseKeywords(normaliseKeywords(words).map((word) => word.replace(/^-\s*/, ''))))
  .superRefine((words, context) => {
    for (const { pointer, message } of checkKeywords(words)) {
      const at = /\/(\d+)$/.exec(pointer)?.[1]
      context.addIssue({ code: 'custom', message, path: at === undefined ? [] : [Number(at)] })
    }
  })
  .meta({
    description: 'An article that has one of them comes in no brief: words, "exact phrases", beginnings*',
    examples: [['"royal family"', 'lotter*']],
  })

/** What the reader of a row of topics has muted, as JSON. */
export const mutedOfReader = sql`(select ${users.muted_words} from ${users} where ${users.id} = ${topics.user_id})`

/** All that keeps articles away from a row of topics: its own exclusions, and what its reader has muted. */
export const unwantedByTopic: SQL = sql`${topics.exclusions} || muted_queries(${mutedOfReader}, ${topics.language})`
