import { getTableColumns } from 'drizzle-orm'
import { users } from '../../db/schema/index.ts'

const { next_brief_at: _nextBriefAt, ...columns } = getTableColumns(users)

/** What is shown of a user: all but what the builder of briefs notes for itself. */
export const userColumns = columns
