import { and, eq, sql } from 'drizzle-orm'
import * as z from 'zod'
import { before, db, newestFirst } from '../../db/builder.ts'
import { JsonPage, jsonPage } from '../../db/page.ts'
import { fetches, sources } from '../../db/schema/index.ts'
import { command, query } from '../../db/statement.ts'
import { isFree, leaseEnd } from '../../ingest/schedule/leases.ts'
import { byId, type SourceId } from './queries.ts'
import { Fetch, Lease } from './schemas.ts'

/**
 * Leases a source, due or not, unless a fetch is already queued or running. The row is locked during this check, so
 * that of two requests at once the later sees what the earlier has done. One that is not there nobody has, either.
 */
export const leaseSource = command.one(
  'sources.lease',
  {
    returns: Lease,
    access: 'admin',
    noun: 'source',
    requires: (source: SourceId) => [
      {
        holds: sql`coalesce((select ${isFree} from ${sources} where ${byId(source)} for update), true)`,
        otherwise: {
          code: 'conflict',
          detail: 'A fetch of this source is under way; its history shows how it ended.',
        },
      },
    ],
  },
  (source) =>
    db
      .update(sources)
      .set({ leased_until: leaseEnd, claimed_until: null })
      .where(byId(source))
      .returning({
        source_id: sql`${sources.id}`.mapWith(sources.id).as('source_id'),
        // Not null, because this statement has set it.
        leased_until: sql`${sources.leased_until}`.mapWith(sources.leased_until).as('leased_until'),
      }),
)

interface FetchRange extends SourceId {
  limit: number
  /** The key of the last row of the page before. */
  after_started_at?: string | undefined
  after_id?: number | undefined
}

const key = [fetches.started_at, fetches.id] as const

/** The history of a source, newest first. */
export const listFetches = query.one(
  'sources.fetches',
  { returns: z.object({ page: JsonPage(Fetch) }), noun: 'source', shared: true },
  ({ id, limit, after_started_at, after_id }: FetchRange) => {
    const newest = db
      .select()
      .from(fetches)
      .where(
        and(
          eq(fetches.source_id, id),
          after_id === undefined ? undefined : before(key, [after_started_at, after_id]),
        ),
      )
      .orderBy(...newestFirst(...key))
      .limit(limit)
    return db
      .select({ page: jsonPage(newest) })
      .from(sources)
      .where(byId({ id }))
  },
)
