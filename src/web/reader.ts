import { eq, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db, jsonRow, me } from '../db/builder.ts'
import { users } from '../db/schema/index.ts'
import { moment } from '../http/fields.ts'
import { rowFields } from '../http/table-fields.ts'

/** The signed-in user and the current time; the query of every page includes it. */
export const Reader = z.object({
  ...rowFields(users, ['email', 'role', 'time_zone', 'brief_hour']),
  /** The date in the reader's time zone. */
  today: z.iso.date(),
  now: moment(),
})
export type Reader = z.infer<typeof Reader>

/** A column with the caller as a JSON `Reader`, for the queries of pages. */
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
