import type { Database } from '../../db/database.ts'
import type { Statement } from '../../db/statement.ts'
import { AppError } from '../../errors.ts'
import { stopWordFault } from './keywords.ts'
import { listStopWordKeywords, type TopicKeywords } from './queries.ts'
import type { Topic } from './schemas.ts'

type TopicToSave = TopicKeywords & { max_topics?: number }

/**
 * Creates or changes a topic. Which keywords were refused a second query finds out: that is rare, and so a topic that is
 * saved takes one round trip.
 * @throws {AppError} `invalid_request` naming each keyword that has only stop words; `limit_reached` with the limit
 */
export async function saveTopic<P extends TopicToSave>(
  db: Database,
  statement: Statement<P, Topic>,
  topic: NoInfer<P>,
): Promise<Topic> {
  try {
    return await db.run(statement, topic)
  } catch (error) {
    throw await explain(db, error, topic)
  }
}

async function explain(db: Database, error: unknown, topic: TopicToSave): Promise<unknown> {
  if (!(error instanceof AppError)) return error
  if (error.code === 'limit_reached' && topic.max_topics !== undefined) {
    return new AppError(
      'limit_reached',
      `You have ${topic.max_topics} topics, which is the most here. Delete or change one.`,
    )
  }
  if (error.code !== 'invalid_request') return error
  const found = await db.run(listStopWordKeywords, keywordsOf(topic))
  if (found.length === 0) return error
  return new AppError('invalid_request', 'The body is not as expected; see errors.', {
    errors: found.map(({ index, keyword }) => ({
      pointer: `#/keywords/${index}`,
      message: stopWordFault(keyword),
    })),
  })
}

const keywordsOf = (topic: TopicKeywords): TopicKeywords =>
  topic.id === undefined
    ? { keywords: topic.keywords, language: topic.language }
    : { id: topic.id, keywords: topic.keywords, language: topic.language }
