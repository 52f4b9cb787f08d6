import { and, eq, gt, notExists, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import * as z from 'zod'
import { db, me, typedParam } from '../../db/builder.ts'
import type { Requirement } from '../../db/definition.ts'
import { topics } from '../../db/schema/index.ts'
import type { Language } from '../../db/schema/languages.ts'
import { command, query } from '../../db/statement.ts'
import { topicColumns } from './columns.ts'
import { Topic, type TopicChange } from './schemas.ts'

type TopicId = { id: number }
type TopicPage = { limit: number; after_id?: number | undefined }
type TopicToCreate = {
  name: string
  keywords: string[]
  language: Language
  is_active?: boolean | undefined
  max_topics: number
}

/** The caller's topic of this id. */
const own = ({ id }: TopicId) => and(eq(topics.id, id), eq(topics.user_id, me))
const versioned = (topic: TopicId) => ({ table: topics, where: own(topic) })

/** The caller's topics, by id. */
export const listTopics = query.page('topics.list', { returns: Topic }, ({ limit, after_id }: TopicPage) =>
  db
    .select(topicColumns)
    .from(topics)
    .where(and(eq(topics.user_id, me), after_id === undefined ? undefined : gt(topics.id, after_id)))
    .orderBy(topics.id)
    .limit(limit),
)

export const getTopic = query.one('topics.get', { returns: Topic, noun: 'topic' }, (topic: TopicId) =>
  db.select(topicColumns).from(topics).where(own(topic)),
)

/** The keywords and language that a new topic has, or that a topic has after a change; what is absent stays. */
export type TopicKeywords =
  | { id?: undefined; keywords: string[]; language: Language }
  | { id: number; keywords?: string[] | undefined; language?: Language | undefined }

const StopWordKeyword = z.object({ index: z.int(), keyword: z.string() })

/** Keywords that are only stop words of their language ("the"), with which a search finds nothing. */
function stopWordKeywords({ id, keywords, language }: TopicKeywords) {
  const givenOrStored = (given: unknown, column: PgColumn): SQL =>
    id === undefined || given !== undefined
      ? typedParam(given, column)
      : sql`${db.select({ stored: column }).from(topics).where(own({ id }))}`
  return db
    .select({ index: sql`nth - 1`.mapWith(Number), keyword: sql<string>`keyword` })
    .from(
      sql`jsonb_array_elements_text(${givenOrStored(keywords, topics.keywords)}) with ordinality as given (keyword, nth)`,
    )
    .where(sql`keyword_query(ltrim(keyword, '-'), ${givenOrStored(language, topics.language)}) is null`)
    .orderBy(sql`nth`)
}

export const listStopWordKeywords = query.many(
  'topics.list_stop_word_keywords',
  { returns: StopWordKeyword },
  stopWordKeywords,
)

const hasNoStopWordKeywords = (topic: TopicKeywords): Requirement => ({
  holds: notExists(stopWordKeywords(topic)),
  otherwise: {
    code: 'invalid_request',
    detail: 'A keyword has only words that are too common to search for.',
  },
})

/** A topic of the caller's, unless there are as many as there may be. `saveTopic` runs it and explains refusals. */
export const createTopic = command.one(
  'topics.create',
  {
    returns: Topic,
    requires: ({ keywords, language, max_topics }: TopicToCreate) => [
      hasNoStopWordKeywords({ keywords, language }),
      {
        holds: sql`count_topics(${me}) < ${max_topics}::int`,
        otherwise: { code: 'limit_reached', detail: 'You have as many topics as one may have.' },
      },
    ],
  },
  ({ max_topics: _, ...topic }: TopicToCreate) =>
    db
      .insert(topics)
      .values({ user_id: me, ...topic })
      .returning(topicColumns),
)

/**
 * Changes the fields that are present; an update has to set something, so it sets what never changes, too. `saveTopic`
 * runs it and explains refusals.
 */
export const updateTopic = command.one(
  'topics.update',
  {
    returns: Topic,
    noun: 'topic',
    versioned,
    requires: ({ id, keywords, language }: TopicId & TopicChange) =>
      keywords === undefined && language === undefined
        ? []
        : [hasNoStopWordKeywords({ id, keywords, language })],
  },
  ({ id, ...change }: TopicId & TopicChange) =>
    db
      .update(topics)
      .set({ created_at: topics.created_at, ...change })
      .where(own({ id }))
      .returning(topicColumns),
)

export const deleteTopic = command.one(
  'topics.delete',
  { returns: z.object({ id: z.int() }), noun: 'topic', versioned },
  (topic: TopicId) => db.delete(topics).where(own(topic)).returning({ id: topics.id }),
)
