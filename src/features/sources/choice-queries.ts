import { and, eq, exists, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db, me } from '../../db/builder.ts'
import { sourceChoices, sources } from '../../db/schema/index.ts'
import { command, query } from '../../db/statement.ts'
import { NewSourceChoice, SourceChoice } from './choice-schemas.ts'
import { byId, type SourceId } from './queries.ts'

const ofCaller = ({ id }: SourceId) => and(eq(sourceChoices.source_id, id), eq(sourceChoices.user_id, me))

export const getSourceChoice = query.one(
  'sources.get_choice',
  { returns: SourceChoice, noun: 'source' },
  (source: SourceId) =>
    db
      .select({ source_id: sources.id, choice: sourceChoices.choice })
      .from(sources)
      .leftJoin(sourceChoices, and(eq(sourceChoices.source_id, sources.id), eq(sourceChoices.user_id, me)))
      .where(byId(source)),
)

/** Sets or replaces what the caller wants of a source. */
export const putSourceChoice = command.one(
  'sources.put_choice',
  {
    returns: NewSourceChoice.extend({ source_id: z.int() }),
    requires: ({ id }: SourceId & NewSourceChoice) => [
      {
        holds: exists(db.select({ id: sources.id }).from(sources).where(byId({ id }))),
        otherwise: { code: 'not_found', detail: 'There is no such source.' },
      },
    ],
  },
  ({ id, choice }: SourceId & NewSourceChoice) =>
    db
      .insert(sourceChoices)
      .values({ user_id: me, source_id: id, choice })
      .onConflictDoUpdate({
        target: [sourceChoices.user_id, sourceChoices.source_id],
        set: { choice: sql`excluded.choice` },
      })
      .returning({ source_id: sourceChoices.source_id, choice: sourceChoices.choice }),
)

/** The caller gets the source as everybody does, again. */
export const deleteSourceChoice = command.one(
  'sources.delete_choice',
  { returns: z.object({ id: z.int() }), noun: 'choice' },
  (source: SourceId) => db.delete(sourceChoices).where(ofCaller(source)).returning({ id: sourceChoices.id }),
)

/** Follows the source of an address that is known already; null where there is none. */
export const followAddress = command.maybe(
  'sources.follow_address',
  { returns: z.object({ source_id: z.int() }) },
  ({ feed_url }: { feed_url: string }) => ({
    rows: sql`
      insert into ${sourceChoices} (user_id, source_id, choice)
      select ${me}, ${sources.id}, 'followed' from ${sources} where ${sources.feed_url} = ${feed_url}
      on conflict (user_id, source_id) do update set choice = case when ${sourceChoices.choice} = 'muted'
        then 'followed' else ${sourceChoices.choice} end
      returning source_id`,
  }),
)
