import { getTableColumns } from 'drizzle-orm'
import { topics } from '../../db/schema/index.ts'

const { searches, exclusions, keyword_queries, ...columns } = getTableColumns(topics)

/** What its owner sees of a topic: all but what the database makes of its keywords. */
export const topicColumns = columns
