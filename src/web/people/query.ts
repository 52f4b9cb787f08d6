import { gt, sql } from 'drizzle-orm'
import * as z from 'zod'
import { asTable, db } from '../../db/builder.ts'
import { users } from '../../db/schema/index.ts'
import { query } from '../../db/statement.ts'
import { moment } from '../../http/fields.ts'
import { rowFields } from '../../http/table-fields.ts'
import { Reader, readerJson } from '../reader.ts'

/** People on a page. */
export const PER_PAGE = 100

const Person = z.object({
  ...rowFields(users, ['id', 'email', 'role', 'time_zone', 'brief_hour', 'is_active', 'created_at']),
  topics: z.int(),
  items: z.int(),
  passkeys: z.int(),
  last_seen_at: moment().nullable(),
})
export type Person = z.infer<typeof Person>

const PeopleData = z.object({ reader: Reader, people: z.array(Person) })
export type PeopleData = z.infer<typeof PeopleData>

/** A page of the people of this deployment, by id, with what they have; one more than a page holds where there are more. */
export const readPeople = query.one(
  'web.people',
  { returns: PeopleData, access: 'admin' },
  ({ after_id }: { after_id: number }) => {
    const page = db
      .select({
        id: users.id,
        email: users.email,
        role: users.role,
        time_zone: users.time_zone,
        brief_hour: users.brief_hour,
        is_active: users.is_active,
        created_at: users.created_at,
      })
      .from(users)
      .where(gt(users.id, after_id))
      .orderBy(users.id)
      .limit(PER_PAGE + 1)
    return {
      with: sql`page as materialized (select * from ${asTable(page, 'listed')})`,
      rows: sql`
        select ${readerJson} as reader, (
          select json_agg(to_jsonb(page) || to_jsonb(usage) - 'user_id' order by page.id)
          from page join people_usage(array(select id from page)) usage on usage.user_id = page.id
        ) as people`,
    }
  },
)
