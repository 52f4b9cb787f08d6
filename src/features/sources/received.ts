import { and, eq, exists, gt, isNull, ne, not, or, sql } from 'drizzle-orm'
import { db, me } from '../../db/builder.ts'
import { sourceChoices, sources } from '../../db/schema/index.ts'

const chosen = (choice: ReturnType<typeof eq>) =>
  exists(
    db
      .select({ id: sourceChoices.id })
      .from(sourceChoices)
      .where(and(eq(sourceChoices.user_id, me), eq(sourceChoices.source_id, sources.id), choice)),
  )

/** Whether the caller's briefs take articles of a row of `sources`: it is read, and neither muted nor only others'. */
export const isReceived = and(
  sources.is_active,
  gt(sources.credibility_score, 0),
  or(isNull(sources.added_by), eq(sources.added_by, me), chosen(ne(sourceChoices.choice, 'muted'))),
  not(chosen(eq(sourceChoices.choice, 'muted'))),
)!

/** How many sources the caller's briefs take articles of, counted up to `most`. It reads those due first, by their index. */
export const countReceived = (most: number) => {
  const received = db
    .select({ id: sources.id })
    .from(sources)
    .where(isReceived)
    .orderBy(sources.next_fetch_at)
    .limit(most)
  return sql<number>`(select count(*) from (${received}) received)`.mapWith(Number)
}
