import { eq, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db, jsonRow, me } from '../db/builder.ts'
import { users } from '../db/schema/index.ts'
import { moment } from '../http/fields.ts'
import { rowFields } from '../http/table-fields.ts'

/** Who looks at a page, and when: every page's statement brings it along. */
export const Reader = z.object({
  ...rowFields(users, ['email', 'role', 'time_zone', 'brief_hour']),
  /** The date where the reader lives. */
  today: z.iso.date(),
  now: moment(),
})
export type Reader = z.infer<typeof Reader>

/** The caller as a `Reader`, as JSON for a column of another query. */
export const readerJson = jsonRow(
  db
    .select({
      email: users.email,
      role: users.role,
      time_zone: users.time_zone,
      brief_hour: users.brief_hour,
      today: sql<string>`(now() at time zone ${users.time_zone})::date`,
      now: sql<string>`now()`,
    })
    .from(users)
    .where(eq(users.id, me)),
)
