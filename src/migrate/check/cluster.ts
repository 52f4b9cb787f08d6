import pg from 'pg'
import type { Migration } from '../read-migrations.ts'

// Read in the whole text, strings and function bodies too, since a DO block may run what it holds.
const patterns = [
  /\b(?:create|alter|drop)\s+(?:role|user(?!\s+mapping)|group|tablespace|database|subscription)\b/i,
  /\balter\s+system\b/i,
  /\b(?:drop|reassign)\s+owned\b/i,
  /\bcomment\s+on\s+(?:role|database|tablespace|subscription)\b/i,
  /\bsecurity\s+label\b/i,
  // Membership of a role: a grant that names no object.
  /\b(?:grant|revoke)\s+(?:(?!\bon\b)[^;'$])+?\s(?:to|from)\s/i,
]

/** Whether a script may change what all databases of a server share: roles, their rights and settings, databases. */
export function touchesCluster(sql: string): boolean {
  return patterns.some((pattern) => pattern.test(sql))
}

/** The roles that migrations create, by name. */
function findCreatedRoles(migrations: Pick<Migration, 'sql'>[]): string[] {
  const create =
    /\bcreate\s+(?:role|user(?!\s+mapping)|group)\s+(?:"((?:[^"]|"")+)"|([\p{L}_][\p{L}\p{N}_$]*))/giu
  const names = migrations.flatMap(({ sql }) =>
    [...sql.matchAll(create)].map(
      ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!.toLowerCase(),
    ),
  )
  return [...new Set(names)]
}

/**
 * Gives the roles that migrations create other names for the rest of the current transaction, which is never committed:
 * the server may have them already, from the real database, and a scratch database starts without.
 */
export async function moveRolesAside(client: pg.Client, migrations: Pick<Migration, 'sql'>[]): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'select rolname as name from pg_roles where rolname = any ($1) and rolname not in (current_user, session_user)',
    [findCreatedRoles(migrations)],
  )
  for (const [at, { name }] of rows.entries()) {
    await client.query('savepoint aside')
    await client
      .query(
        `alter role ${pg.escapeIdentifier(name)} rename to ${pg.escapeIdentifier(`migrate_check_aside_${at}`)}`,
      )
      // Whoever may not rename it may not create it either: the migration will say so.
      .catch(() => client.query('rollback to savepoint aside'))
    await client.query('release savepoint aside')
  }
}

/** What the server shares, as this role may see it; passwords cannot be seen. */
export async function readClusterState(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ state: string }>(
    `select md5(concat_ws(' ',
       (select string_agg(r::text, ' ' order by oid) from pg_roles r),
       (select string_agg(concat_ws(' ', roleid, member, admin_option), ' ' order by roleid, member, grantor) from pg_auth_members),
       (select string_agg(concat_ws(' ', setdatabase, setrole, setconfig), ' ' order by setdatabase, setrole) from pg_db_role_setting),
       (select string_agg(concat_ws(' ', datname, datacl, datconnlimit), ' ' order by oid) from pg_database where datname !~ '^migrate_check_'),
       (select string_agg(spcname, ' ' order by oid) from pg_tablespace))) as state`,
  )
  return rows[0]!.state
}
