import { eq, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db, jsonRows, me, typedParam } from '../../db/builder.ts'
import { articles, topics, users } from '../../db/schema/index.ts'
import type { Language } from '../../db/schema/languages.ts'
import { query } from '../../db/statement.ts'
import { askedArticles } from '../../features/briefs/asked-articles.ts'
import { belowJson } from '../../features/briefs/brief-json.ts'
import { below, choose, keywordCounts, momentCte } from '../../features/briefs/choose.ts'
import { countReceived } from '../../features/sources/received.ts'
import { topicColumns } from '../../features/topics/columns.ts'
import {
  explanationCtes,
  explanationJson,
  LONGEST_PREVIEW_MS,
} from '../../features/topics/explanation-query.ts'
import { choicesJson } from '../../features/topics/preview-query.ts'
import { storedChoices } from '../../features/topics/preview-schemas.ts'
import { Topic } from '../../features/topics/schemas.ts'
import { Reader, readerJson } from '../reader.ts'

const TopicsData = z.object({ reader: Reader, topics: z.array(Topic), sources: z.int() })

const PreviewedTopics = TopicsData.extend({
  preview: z.object({ matches: z.int(), ...storedChoices }),
})

export type TopicsData = z.infer<typeof TopicsData> & Partial<z.infer<typeof PreviewedTopics>>

const topicsByName = () =>
  db.select(topicColumns).from(topics).where(eq(topics.user_id, me)).orderBy(topics.name, topics.id)

/** The reader's topics and whether there are sources for them, in one round trip. */
export const readTopics = query.one('web.topics', { returns: TopicsData }, () =>
  db
    .select({ reader: readerJson, topics: jsonRows(topicsByName()), sources: countReceived(1) })
    .from(sql`(select) one_row`),
)

/**
 * The same with a preview of keywords: the number of matching articles of the last three days, and the best three, as if
 * nothing had been delivered before.
 */
export const previewKeywords = query.one(
  'web.preview_keywords',
  { returns: PreviewedTopics, databaseMs: LONGEST_PREVIEW_MS },
  (given: { keywords: string[]; language: Language }) => {
    const keywords = typedParam(given.keywords, topics.keywords)
    const language = typedParam(given.language, topics.language)
    return {
      with: sql`
        ${momentCte(sql`now()`)},
        due as (
          select caller.id as user_id, null::int as topic_id, moment.now::date as delivery_date, ${language} as language, asked.*,
            array(select jsonb_array_elements_text(${keywords})) as keywords,
            keyword_queries(${keywords}, ${language}) as keyword_queries
          from caller, moment, lateral (
            select topic_searches(${keywords}, ${language}) as searches, topic_exclusions(${keywords}, ${language}) || muted_queries((select ${users.muted_words} from ${users} where ${users.id} = ${me}), ${language}) as exclusions
          ) asked
          where asked.searches <> '{}'
        ),
        ${choose},
        ${below},
        ${explanationCtes}`,
      rows: sql`
        select ${readerJson} as reader, ${jsonRows(topicsByName())} as topics, ${countReceived(1)} as sources, json_build_object(
          'matches', (
            select count(*) from due, moment, lateral (
              ${askedArticles(sql`${articles.search}, ${articles.published_at}`)}
            ) asked
            where asked.published_at > now() - interval '72 hours'
          ),
          'choices', ${choicesJson},
          'below', ${belowJson},
          'keywords', ${keywordCounts},
          'explanation', ${explanationJson}
        ) as preview
        from caller`,
    }
  },
)
