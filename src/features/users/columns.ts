import { getTableColumns } from 'drizzle-orm'
import { users } from '../../db/schema/index.ts'

const { next_brief_at: _nextBriefAt, muted_words, ...columns } = getTableColumns(users)

/** What is shown of a user: all but what the builder of briefs notes for itself, and what is between it and its reader. */
export const userColumns = columns

/** What a user sees of themselves. */
export const ownColumns = { ...columns, muted_words }
