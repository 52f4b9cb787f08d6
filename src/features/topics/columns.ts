import { getTableColumns } from 'drizzle-orm'
import { topics } from '../../db/schema/index.ts'

const { query: _query, keyword_queries: _keywordQueries, ...columns } = getTableColumns(topics)

/** What its owner sees of a topic: all but what the database makes of its keywords. */
export const topicColumns = columns
