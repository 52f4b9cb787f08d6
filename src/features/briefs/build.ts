import { sql } from 'drizzle-orm'
import * as z from 'zod'
import { asTable, db } from '../../db/builder.ts'
import { briefs, deliveries, topics, users } from '../../db/schema/index.ts'
import { command, query } from '../../db/statement.ts'
import { unwantedByTopic } from '../topics/muted-words.ts'
import { briefFields, dayOf, otherReports, shownOf } from './brief-json.ts'
import { choose, insertChosen, insertReports, momentCte } from './choose.ts'
import { chooseShared } from './choose-shared.ts'
import { listHash } from './pool.ts'
import { StoredBrief } from './schemas.ts'

/** What a topic brings to the choice. */
export const topicColumns = sql`${topics.user_id}, ${topics.id} as topic_id, ${topics.searches}, ${unwantedByTopic} as exclusions,
  array(select jsonb_array_elements_text(${topics.keywords})) as keywords, ${topics.keyword_queries}`

/** Readers by their ids, the first and the last included. */
export const ReaderRange = z.object({ first_id: z.int32(), last_id: z.int32() })
export type ReaderRange = z.infer<typeof ReaderRange>

/** The readers who are due, in the order of their ids, as ranges of up to `size` of them. */
export const listDueRanges = query.many(
  'briefs.due_ranges',
  { returns: ReaderRange, access: 'service' },
  ({ size, limit }: { size: number; limit: number }) => ({
    rows: sql`
      select min(id) as first_id, max(id) as last_id
      from (
        select ${users.id}, (row_number() over (order by ${users.id}) - 1) / ${size}::int as part
        from ${users} where ${users.is_active} and ${users.next_brief_at} <= now()
      ) due
      group by part order by part limit ${limit}::int`,
  }),
)

/** What a run has built. */
const reportFields = { users: z.int(), topics: z.int(), deliveries: z.int() }
export type BuildReport = z.infer<z.ZodObject<typeof reportFields>>

/**
 * Builds the briefs of up to `limit` readers whose `brief_hour` has come and whose local date has none, with all their
 * topics, in one statement. Without `now` it is the database's clock that counts. It looks at those readers only whose
 * `next_brief_at` has passed, and moves that on, also where there is nothing to build: `looked_at` tells how many. So its
 * time does not grow with the readers who are not due, nor with those who have their brief.
 *
 * A reader's row in `briefs` is the claim: of all workers whoever inserts it builds that brief, and it stays when the
 * brief comes out empty. Killed midway, nothing of it remains, and the next worker begins anew; a date once claimed is
 * never built again. Readers whom another worker is building are skipped, so that workers share the work.
 */
export const buildDue = command.one(
  'briefs.build_due',
  { returns: z.object({ looked_at: z.int(), ...reportFields }), access: 'service' },
  ({
    now,
    limit,
    first_id,
    last_id,
  }: { now?: string | undefined; limit: number } & Partial<ReaderRange>) => ({
    with: sql`
    ${momentCte(now === undefined ? sql`now()` : sql`${now}::timestamptz`)},
    waiting as (
      select ${users.id} as user_id, date as delivery_date, next_morning
      from ${users} cross join moment cross join lateral (
        select due_brief_date(moment.now, ${users.time_zone}, ${users.brief_hour}) as date,
          next_brief_at(moment.now, ${users.time_zone}, ${users.brief_hour}) as next_morning offset 0
      ) due
      where ${users.is_active} and ${users.next_brief_at} <= moment.now
        ${first_id === undefined ? sql`` : sql`and ${users.id} between ${first_id}::int and ${last_id}::int`}
      order by ${users.next_brief_at}
      limit ${limit}::int
      for no key update of users skip locked
    ),
    moved as (
      update ${users} set next_brief_at = next_morning from waiting where ${users.id} = waiting.user_id
    ),
    claimed as (
      insert into ${briefs} (user_id, delivery_date)
      select user_id, delivery_date from waiting where delivery_date is not null
      on conflict do nothing
      returning user_id, delivery_date
    ),
    due as (
      select ${topicColumns}, ${listHash} as list_hash, claimed.delivery_date
      from claimed join ${topics} on ${topics.user_id} = claimed.user_id
      where ${topics.is_active} and ${topics.searches} <> '{}'
    ),
    ${chooseShared},
    built as (${insertChosen} on conflict do nothing returning id, user_id, topic_id, position),
    reports as (${insertReports})`,
    rows: sql`
    select (select count(*) from waiting) as looked_at, (select count(*) from claimed) as users, (select count(*) from due) as topics,
      (select count(*) from built) as deliveries`,
  }),
)

/**
 * Fills the empty places of the caller's brief of today, leaves what was delivered, and answers with the whole.
 *
 * Two of these at once both want the lowest empty place of a topic; the second fails on its unique constraint as a
 * whole (`conflict`), so that no brief is mixed from two choices, and may be run again.
 */
export const buildToday = command.one('briefs.build_today', { returns: StoredBrief }, () => {
  const day = dayOf()
  const shown = shownOf(day)
  return {
    // `day` and `shown` have the columns that the builder's own have, and what this statement inserts as well.
    with: sql`
    ${momentCte(sql`now()`)},
    today as (select (now() at time zone caller.time_zone)::date as date from caller),
    claimed as (
      insert into ${briefs} (user_id, delivery_date) select caller.id, today.date from caller, today
      on conflict (user_id, delivery_date) do nothing
      returning created_at
    ),
    day as (
      select today.date, caller.time_zone, coalesce(claimed.created_at, ${briefs.created_at}) as created_at
      from caller cross join today left join claimed on true
        left join ${briefs} on ${briefs.user_id} = caller.id and ${briefs.delivery_date} = today.date
    ),
    due as (
      select ${topicColumns}, today.date as delivery_date
      from ${topics} join caller on caller.id = ${topics.user_id}, today
      where ${topics.is_active} and ${topics.searches} <> '{}'
    ),
    ${choose},
    built as (${insertChosen} returning *),
    reports as (${insertReports}),
    shown as (
      select ${deliveries}.*, ${otherReports(deliveries.id)} as also_in from ${deliveries}, caller, today
      where ${deliveries.user_id} = caller.id and ${deliveries.delivery_date} = today.date
      union all
      select built.*, chosen.also_in
      from built join chosen on chosen.topic_id = built.topic_id and chosen.position = built.position
    )`,
    rows: sql`select * from ${asTable(db.select(briefFields(day, shown)).from(day), 'brief')}`,
  }
})
