import { type SQL, sql } from 'drizzle-orm'
import {
  articles,
  deliveries,
  deliveryReports,
  feedback,
  items,
  tastes,
  todos,
  topics,
  users,
} from '../../db/schema/index.ts'
import { one, value } from '../../db/statement.ts'
import type { Export } from './export-schemas.ts'

/** Rows as one JSON array, the oldest first. */
const rows = (query: SQL) =>
  sql`(select coalesce(json_agg(r order by r.created_at, r.id), '[]') from (${query}) r)`

/** Everything the caller owns, in one statement and so as of one moment. Hashes and sign-in secrets stay here. */
export const exportAccount = value<Record<never, never>, Export>('me.export', {
  work: sql`
    select json_build_object(
      'exported_at', now(),
      'user', (
        select to_json(u) from (
          select id, email, time_zone, brief_hour, role, is_active, created_at, updated_at
          from ${users} where ${users.id} = caller.id
        ) u
      ),
      'access_tokens', ${rows(sql`
        select id, kind, name, token_prefix, last_used_at, expires_at, created_at, updated_at
        from access_tokens where user_id = caller.id`)},
      'topics', ${rows(sql`
        select id, user_id, name, keywords, language, is_active, created_at, updated_at
        from ${topics} where ${topics.user_id} = caller.id`)},
      'items', ${rows(sql`select ${items}.* from ${items} where ${items.user_id} = caller.id`)},
      'todos', ${rows(sql`select ${todos}.* from ${todos} where ${todos.user_id} = caller.id`)},
      'briefs', ${rows(sql`select * from briefs where user_id = caller.id`)},
      'deliveries', ${rows(sql`
        select ${deliveries}.*, ${articles.title}, ${articles.link}
        from ${deliveries} join ${articles} on ${articles.id} = ${deliveries.article_id}
        where ${deliveries.user_id} = caller.id`)},
      'feedback', ${rows(sql`select ${feedback}.* from ${feedback} where ${feedback.user_id} = caller.id`)},
      'delivery_reports', ${rows(sql`
        select ${deliveryReports}.*, ${articles.title}, ${articles.link}
        from ${deliveryReports} join ${articles} on ${articles.id} = ${deliveryReports.article_id}
        where ${deliveryReports.user_id} = caller.id`)},
      'tastes', ${rows(sql`select ${tastes}.* from ${tastes} where ${tastes.user_id} = caller.id`)}
    ) as value
    from caller`,
})

/**
 * Deletes the caller and, by the foreign keys, everything of theirs. Of admins who leave at the same moment each
 * waits here for the one before, so that one stays.
 */
export const deleteAccount = one<Record<never, never>, { id: number }>('me.delete', {
  missing: ['conflict', 'You are the last admin. Make another user an admin first.'],
  with: sql`
    admins as materialized (
      select id from ${users}
      where ${users.role} = 'admin' and ${users.is_active} and (select role = 'admin' from caller)
      order by id for update
    )`,
  work: sql`
    delete from ${users} using caller
    where ${users.id} = caller.id
      and (caller.role <> 'admin' or exists (select from admins where admins.id <> caller.id))
    returning ${users.id}`,
})
