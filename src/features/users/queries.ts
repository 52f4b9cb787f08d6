import { sql } from 'drizzle-orm'
import { signInLinks, users } from '../../db/schema/index.ts'
import { many, one } from '../../db/statement.ts'
import { zoneIsKnown } from './known-zone.ts'
import type { User } from './schemas.ts'

const p = sql.placeholder

const byId = sql`${users.id} = ${p('id')}::int`
const guards = { table: users, where: byId }

/** All users by id. */
export const listUsers = many<{ limit: number; after_id: number | null }, User>('users.list', {
  access: 'admin',
  work: sql`
    select ${users}.* from ${users}, caller
    where ${p('after_id')}::int is null or ${users.id} > ${p('after_id')}::int
    order by ${users.id}
    limit ${p('limit')}::int`,
})

export const getUser = one<{ id: number }, User>('users.get', {
  access: 'admin',
  noun: 'user',
  work: sql`select ${users}.* from ${users}, caller where ${byId}`,
})

export const createUser = one<{ email: string; role: string; time_zone: string; brief_hour: number }, User>(
  'users.create',
  {
    access: 'admin',
    work: sql`
      insert into ${users} (email, role, time_zone, brief_hour)
      select ${p('email')}, ${p('role')}, ${p('time_zone')}, ${p('brief_hour')}::smallint from caller
      where ${zoneIsKnown}
      returning ${users}.*`,
  },
)

/**
 * Every active admin, locked: of two requests that would each remove the other's last one, the later waits and then
 * sees what the earlier left.
 */
const admins = sql`admins as materialized (
  select ${users.id} from ${users}, caller where ${users.role} = 'admin' and ${users.is_active}
  order by ${users.id} for update of ${users}
)`
const isLastAdmin = sql`(exists (select from admins where id = ${p('id')}::int) and (select count(*) from admins) = 1)`
const lastAdmin = {
  when: isLastAdmin,
  error: ['conflict', 'This is the last active admin. Make another one first.'],
} as const

/** Changes the fields that are present; null leaves a field as it is. */
export const updateUser = one<
  {
    id: number
    email: string | null
    role: string | null
    time_zone: string | null
    brief_hour: number | null
    is_active: boolean | null
  },
  User
>('users.update', {
  access: 'admin',
  noun: 'user',
  guards,
  refusal: lastAdmin,
  with: admins,
  work: sql`
    update ${users} set
      email = coalesce(${p('email')}, ${users.email}),
      role = coalesce(${p('role')}, ${users.role}),
      time_zone = coalesce(${p('time_zone')}, ${users.time_zone}),
      brief_hour = coalesce(${p('brief_hour')}::smallint, ${users.brief_hour}),
      is_active = coalesce(${p('is_active')}::boolean, ${users.is_active})
    from caller
    where ${byId} and ${zoneIsKnown} and not (${isLastAdmin}
      and (coalesce(${p('role')}, 'admin') <> 'admin' or not coalesce(${p('is_active')}::boolean, true)))
    returning ${users}.*`,
})

/** Removes a user with all that is theirs. */
export const deleteUser = one<{ id: number }, { id: number }>('users.delete', {
  access: 'admin',
  noun: 'user',
  guards,
  refusal: lastAdmin,
  with: admins,
  work: sql`delete from ${users} using caller where ${byId} and not ${isLastAdmin} returning ${users.id}`,
})

/** A link that signs an active user in, once, within `lasts_s` seconds. */
export const createSignInLink = one<
  { id: number; hash: string; lasts_s: number },
  { user_id: number; expires_at: string; link_hash: string }
>('users.create_sign_in_link', {
  access: 'admin',
  noun: 'active user',
  work: sql`
    insert into ${signInLinks} (user_id, link_hash, expires_at)
    select ${users.id}, ${p('hash')}, now() + make_interval(secs => ${p('lasts_s')}::int)
    from ${users}, caller where ${byId} and ${users.is_active}
    returning user_id, expires_at, link_hash`,
})
