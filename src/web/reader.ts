import { sql } from 'drizzle-orm'

/** Who looks at a page, and when: every page's statement brings it along. */
export interface Reader {
  email: string
  role: 'reader' | 'admin'
  /** An IANA name. */
  time_zone: string
  brief_hour: number
  /** The date where the reader lives. */
  today: string
  now: string
}

/** SQL for a `Reader` of a statement's `caller`, as JSON. */
export const readerJson = sql`
  json_build_object('email', caller.email, 'role', caller.role, 'time_zone', caller.time_zone,
    'brief_hour', caller.brief_hour, 'today', (now() at time zone caller.time_zone)::date, 'now', now())`
