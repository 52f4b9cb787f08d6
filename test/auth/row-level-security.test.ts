import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
let ada: TestApp
let eve: TestApp
let client: pg.Client

beforeAll(async () => {
  ada = await appAs(database)
  eve = await appAs(database)
  for (const app of [ada, eve]) {
    await app.call('/items', json({ name: 'item' }))
    await app.call('/api/todos', json({ description: 'todo' }))
    await app.call('/api/v1/topics', json({ name: 'Topic', keywords: ['x'] }))
    const { headers, ...init } = json({ name: 'token' })
    await app.call('/api/v1/tokens', { ...init, headers: { ...headers, 'idempotency-key': 'k' } })
  }
  client = new pg.Client({ connectionString: database.directUrl })
  await client.connect()
})
afterAll(() => client.end())

const hashOf = async (app: TestApp) => {
  const [row] = await database.query<{ token_hash: string }>(
    'select token_hash from access_tokens where user_id = $1 order by id limit 1',
    [app.userId],
  )
  return row!.token_hash
}

/** Runs a statement behind the wall as the owner of a token, and leaves nothing of it, nor of what the owner did before. */
async function behindTheWall(hash: string, text: string, values: unknown[] = [], before = 'select') {
  await client.query('begin')
  try {
    await client.query(before)
    await client.query("select enter_as_token($1, 'token', 'reader', 1000, 800)", [hash])
    return await client.query(text, values)
  } finally {
    await client.query('rollback')
  }
}

const owned = () =>
  database.query<{ name: string; owner: string }>(
    `select table_name as name, column_name as owner from information_schema.columns
     where table_schema = 'public' and (column_name = 'user_id' or (table_name = 'users' and column_name = 'id'))
     order by 1`,
  )

describe('row-level security', () => {
  it('is in force on every table, and the database knows nothing against it', async () => {
    const bare = await database.query<{ name: string }>(
      `select relname as name from pg_class
       where relkind in ('r', 'p') and not relrowsecurity and relnamespace = 'public'::regnamespace`,
    )
    expect(bare).toEqual([])
    expect((await owned()).length).toBeGreaterThan(8)
    expect(await database.query('select wall_problem() as problem')).toEqual([{ problem: null }])
    expect(await database.query('select from database_warnings()')).toEqual([])
  })

  it('shows no row of another, and changes none, though no statement asks whose it is', async () => {
    const hash = await hashOf(ada)
    for (const { name, owner } of await owned()) {
      const { rows } = await behindTheWall(hash, `select distinct ${owner} as owner from ${name}`)
      expect([name, rows.filter((row) => row.owner !== ada.userId)]).toEqual([name, []])
      const set = `update ${name} set updated_at = updated_at returning ${owner} as owner`
      expect((await behindTheWall(hash, set)).rows.filter((row) => row.owner !== ada.userId)).toEqual([])
      const gone = `delete from ${name} returning ${owner} as owner`
      expect((await behindTheWall(hash, gone)).rows.filter((row) => row.owner !== ada.userId)).toEqual([])
    }
    for (const name of ['items', 'todos', 'topics', 'access_tokens', 'idempotency_keys']) {
      expect((await behindTheWall(hash, `select * from ${name}`)).rowCount).toBeGreaterThan(0)
    }
  })

  it('lets nobody write a row in another name', async () => {
    const hash = await hashOf(ada)
    const insert = 'insert into items (user_id, name) values ($1, $2)'
    await expect(behindTheWall(hash, insert, [eve.userId, 'x'])).rejects.toThrow('row-level security')
    const give = 'update items set user_id = $1'
    await expect(behindTheWall(hash, give, [eve.userId])).rejects.toThrow('row-level security')
  })

  it('lets a reader add sources in their own name alone', async () => {
    const insert = `insert into sources (name, url, feed_url, added_by) values ('s', 'https://s', 'https://s/f', $1)`
    const hash = await hashOf(ada)
    expect((await behindTheWall(hash, insert, [ada.userId])).rowCount).toBe(1)
    for (const owner of [eve.userId, null]) {
      await expect(behindTheWall(hash, insert, [owner])).rejects.toThrow('row-level security')
    }
  })

  it('lets nobody in whom a token proves nothing, nor who has not the role', async () => {
    await expect(behindTheWall('0'.repeat(64), 'select 1')).rejects.toMatchObject({ code: 'MB401' })
    const asAdmin = client.query("select enter_as_token($1, 'token', 'admin', 1000, 800)", [
      await hashOf(ada),
    ])
    await expect(asAdmin).rejects.toMatchObject({ code: 'MB403' })
    const asSession = client.query("select enter_as_token($1, 'session', 'reader', 1000, 800)", [
      await hashOf(ada),
    ])
    await expect(asSession).rejects.toMatchObject({ code: 'MB401' })
  })

  it('lets readers read what is everybody’s, and admins alone write it', async () => {
    const admin = await appAs(database, { role: 'admin' })
    const tables = await database.query<{ name: string; is_readable: boolean }>(
      `select c.relname as name, exists (
         select from pg_policy p where p.polrelid = c.oid and p.polcmd = 'r' and pg_get_expr(p.polqual, c.oid) = 'true'
       ) as is_readable
       from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not exists (
         select from pg_attribute a where a.attrelid = c.oid and a.attname = 'user_id'
       ) and c.relname <> 'users' order by 1`,
    )
    expect(tables.filter(({ is_readable }) => is_readable).map(({ name }) => name)).toEqual([
      'article_embeddings',
      'article_summaries',
      'articles',
      'fetches',
      'question_embeddings',
      'sources',
    ])
    expect(tables.length).toBe(13)
    const fill = `insert into sources (id, name, url, feed_url) overriding system value values (-1, 's', 'https://s', 'https://s/f');
      insert into fetches (source_id, started_at, duration_ms, outcome) values (-1, now(), 1, 'ok');
      insert into articles (id, source_id, title, link, content_hash, published_at)
        overriding system value values (-1, -1, 't', 'https://s/a', repeat('0', 64), now());
      insert into article_keys (key, content_hash, source_id) values ('k', repeat('0', 64), -1);
      insert into article_summaries (article_id, summary_text, model) values (-1, 'x', 'm');
      insert into summary_attempts (article_id, model, attempts) values (-1, 'm', 1);
      insert into article_embeddings (article_id, model, vector) values (-1, 'm', '{1}');
      insert into question_embeddings (question_hash, model, vector) values (repeat('0', 64), 'm', '{1}');
      insert into summary_budgets (day) values (current_date);
      insert into candidate_pools (list_hash, as_of, article_ids, source_ids, published, tenths, recencies, credibilities, is_whole)
        values (repeat('0', 64), now(), '{}', '{}', '{}', '{}', '{}', '{}', true);
      insert into database_sizes (day, bytes) values (current_date, 1);
      insert into removed_articles (content_hash) values (repeat('1', 64));
      insert into dead_letters (queue, message_id, message, attempts, error) values ('q', 'm', '{}', 1, 'e')`
    for (const { name, is_readable } of tables) {
      const counts: number[][] = []
      for (const app of [eve, admin]) {
        const hash = await hashOf(app)
        const count = async (text: string) => (await behindTheWall(hash, text, [], fill)).rowCount ?? 0
        counts.push([
          await count(`select from ${name}`),
          await count(`update ${name} set updated_at = now()`),
          await count(`delete from ${name}`),
        ])
      }
      expect([name, ...counts]).toEqual([name, [is_readable ? 1 : 0, 0, 0], [1, 1, 1]])
      const copy = `insert into ${name} select * from jsonb_populate_record(null::${name}, '{"id": -9}')`
      if (!/articles$/.test(name)) {
        await expect(
          behindTheWall(await hashOf(eve), copy.replace('select', 'overriding system value select')),
        ).rejects.toThrow()
      }
    }
    const source = `insert into sources (name, url, feed_url) values ('x', 'https://x', 'https://x/f')`
    await expect(behindTheWall(await hashOf(eve), source)).rejects.toThrow('row-level security')
    expect((await behindTheWall(await hashOf(admin), source)).rowCount).toBe(1)
  })

  it('makes nobody an admin', async () => {
    const hash = await hashOf(eve)
    const raise = "update users set role = 'admin'"
    await expect(behindTheWall(hash, raise)).rejects.toThrow('row-level security')
    const second = "insert into users (email, role) values ('second@eve.example', 'admin')"
    await expect(behindTheWall(hash, second)).rejects.toThrow('row-level security')
    expect((await behindTheWall(hash, 'update users set brief_hour = 9')).rowCount).toBe(1)
  })

  it('is a wall that nobody enters as another from behind', async () => {
    const functions = await database.query<{ name: string; call: string }>(
      `select oid::regprocedure::text as name, format('select %s(%s)', proname,
         (select string_agg(format('null::%s', format_type(type, null)), ', ') from unnest(proargtypes) type)) as call
       from pg_proc where proname like 'enter\\_as%' and pronamespace = 'public'::regnamespace`,
    )
    expect(functions).toHaveLength(9)
    for (const { call } of functions) {
      await expect(behindTheWall(await hashOf(eve), call)).rejects.toMatchObject({ code: '42501' })
    }
    const open = await database.query(
      `select oid::regprocedure from pg_proc where proname like 'enter\\_as%' and has_function_privilege('public', oid, 'EXECUTE')`,
    )
    expect(open).toEqual([])
  })

  it('lets no row refer to one of another', async () => {
    const theirs = `insert into sources (id, name, url, feed_url) overriding system value values (-1, 's', 'https://s', 'https://s/f');
      insert into articles (id, source_id, title, link, content_hash, published_at)
        overriding system value values (-1, -1, 't', 'https://s/a', repeat('0', 64), now()),
          (-2, -1, 't', 'https://s/b', repeat('1', 64), now());
      insert into deliveries (id, user_id, topic_id, article_id, delivery_date, position, score, score_parts)
        overriding system value select -1, user_id, id, -1, current_date, 1, 1, '{}' from topics where user_id = ${ada.userId}`
    const [topic] = await database.query<{ id: number }>('select id from topics where user_id = $1', [
      ada.userId,
    ])
    const [token] = await database.query<{ id: number }>('select id from access_tokens where user_id = $1', [
      ada.userId,
    ])
    for (const insert of [
      `insert into deliveries (user_id, topic_id, article_id, delivery_date, position, score, score_parts)
         values ($1, ${topic!.id}, -2, current_date, 2, 1, '{}')`,
      `insert into feedback (user_id, delivery_id, rating) values ($1, -1, 'up')`,
      `insert into access_tokens (user_id, parent_id, name, token_hash, token_prefix)
         values ($1, ${token!.id}, 'x', repeat('2', 64), 'x')`,
    ]) {
      expect((await behindTheWall(await hashOf(ada), insert, [ada.userId], theirs)).rowCount).toBe(1)
      const hers = behindTheWall(await hashOf(eve), insert, [eve.userId], theirs)
      await expect(hers).rejects.toMatchObject({ code: '23503' })
    }
  })

  it('stands in the way of requests, and not of the owner', async () => {
    await database.query('alter policy items_owner on items using (false)')
    expect((await ada.call('/items')).body.items).toEqual([])
    expect((await database.query('select from items')).length).toBe(2)
    expect((await ada.call('/items', json({ name: 'x' }))).status).toBe(500)
    await database.query('alter policy items_owner on items using (user_id = (select current_user_id()))')
    expect((await ada.call('/items')).body.total).toBe(1)
  })
  it('is in force, or nothing is done', async () => {
    await database.query('alter table users disable row level security')
    const refused = await ada.call('/items')
    expect([refused.status, refused.body.code]).toEqual([500, 'misconfigured'])
    expect(refused.body.detail).toContain('row-level security')
    const readiness = await ada.call('/ready')
    expect([readiness.status, readiness.body.status]).toEqual([503, 'not_ready'])
    expect(readiness.body.checks).toEqual({
      database: 'passed',
      migrations: 'passed',
      row_level_security: 'failed',
    })
    await database.query('alter table users enable row level security')
    expect((await ada.call('/items')).status).toBe(200)
    expect((await ada.call('/ready')).status).toBe(200)
  })
})
