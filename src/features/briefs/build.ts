import { sql } from 'drizzle-orm'
import { briefs, deliveries, topics, users } from '../../db/schema/index.ts'
import { value } from '../../db/statement.ts'
import { briefJson, deliveryColumns, otherReports } from './brief-json.ts'
import { choose, insertChosen, insertReports, momentIs } from './choose.ts'
import type { StoredBrief } from './schemas.ts'

const p = sql.placeholder

/** What a topic brings to the choice. */
export const topicColumns = sql`${topics.user_id}, ${topics.id} as topic_id, ${topics.query},
  array(select jsonb_array_elements_text(${topics.keywords})) as keywords, ${topics.keyword_queries}`

export type BuildReport = { users: number; topics: number; deliveries: number }

/**
 * Builds the briefs of up to `limit` readers whose `brief_hour` has come and whose local date has none, with all their
 * topics, in one statement. `now` is null for the database's clock.
 *
 * A reader's row in `briefs` is the claim: of all workers whoever inserts it builds that brief, and it stays when the
 * brief comes out empty. Killed midway, nothing of it remains, and the next worker begins anew; a date once claimed is
 * never built again. Readers whom another worker is building are skipped, so that workers share the work.
 */
export const buildDue = value<{ now: string | null; limit: number }, BuildReport>('briefs.build_due', {
  access: 'service',
  with: sql`
    ${momentIs(sql`coalesce(${p('now')}::timestamptz, now())`)},
    waiting as (
      select ${users.id} as user_id, date as delivery_date
      from ${users} cross join moment cross join lateral (
        select due_brief_date(moment.now, ${users.time_zone}, ${users.brief_hour}) as date offset 0
      ) due
      where ${users.is_active} and date is not null and not exists (
        select from ${briefs} where ${briefs.user_id} = ${users.id} and ${briefs.delivery_date} = date
      )
      order by ${users.id}
      limit ${p('limit')}::int
      for no key update of users skip locked
    ),
    claimed as (
      insert into ${briefs} (user_id, delivery_date)
      select user_id, delivery_date from waiting
      on conflict do nothing
      returning user_id, delivery_date
    ),
    due as (
      select ${topicColumns}, claimed.delivery_date
      from claimed join ${topics} on ${topics.user_id} = claimed.user_id
      where ${topics.is_active} and ${topics.query} is not null
    ),
    ${choose},
    built as (${insertChosen} on conflict do nothing returning id, user_id, topic_id, position),
    reports as (${insertReports})`,
  work: sql`
    select json_build_object('users', (select count(*) from claimed), 'topics', (select count(*) from due),
      'deliveries', (select count(*) from built)) as value`,
})

/**
 * Fills the empty places of the caller's brief of today, leaves what was delivered, and answers with the whole.
 *
 * Two of these at once both want the lowest empty place of a topic; the second fails on its unique constraint as a
 * whole (`conflict`), so that no brief is mixed from two choices, and may be run again.
 */
export const buildToday = value<Record<never, never>, StoredBrief>('briefs.build_today', {
  with: sql`
    ${momentIs(sql`now()`)},
    today as (select (now() at time zone caller.time_zone)::date as date from caller),
    claimed as (
      insert into ${briefs} (user_id, delivery_date) select caller.id, today.date from caller, today
      on conflict (user_id, delivery_date) do nothing
      returning created_at
    ),
    due as (
      select ${topicColumns}, today.date as delivery_date
      from ${topics} join caller on caller.id = ${topics.user_id}, today
      where ${topics.is_active} and ${topics.query} is not null
    ),
    ${choose},
    built as (${insertChosen} returning ${deliveryColumns}, ${deliveries.user_id}),
    reports as (${insertReports}),
    shown as (
      select ${deliveryColumns}, ${otherReports} as also_in from ${deliveries}, caller, today
      where ${deliveries.user_id} = caller.id and ${deliveries.delivery_date} = today.date
      union all
      select built.id, built.topic_id, built.article_id, built.position, built.score, built.score_parts,
        built.matched_keywords, built.found_in, built.update_of, chosen.also_in
      from built join chosen on chosen.topic_id = built.topic_id and chosen.position = built.position
    )`,
  work: briefJson(sql`(select date from today)`, sql`(select created_at from claimed)`),
})
