import type { TestDatabase } from '../harness/test-database.ts'

const SCORE_PARTS =
  '{"story":1,"meaning":1,"recency":1,"evidence":1,"credibility":1,"word_thumbs":1,"source_thumbs":1,"keyword_thumbs":1}'

/** Statements that fill every table which grows. */
const statements = (reader: number, rows: number) => [
  `insert into users (email) select 'reader' || n || '@plans.example' from generate_series(1, 3000) n`,
  // The reader is an admin, too, and may go only while another one stays.
  `update users set role = 'admin' where email = 'reader3000@plans.example'`,
  `insert into access_tokens (user_id, name, token_hash, token_prefix)
   select id, 'plans', encode(sha256(id::text::bytea), 'hex'), 'mb_12345678' from users
   where email like '%plans.example'`,
  `insert into items (user_id, name, created_at)
   select case when n % 10 = 0 then 2 + n % 3000 else ${reader} end, 'item ' || n, now() - n * interval '1 second'
   from generate_series(1, ${rows}) n`,
  `insert into todos (user_id, description, completed)
   select case when n % 10 = 0 then 2 + n % 3000 else ${reader} end, 'todo ' || n, n % 3 = 0
   from generate_series(1, ${rows} / 4) n`,
  `insert into sources (name, url, feed_url, tags, is_active)
   select 'source ' || n, 'https://' || n || '.example/', 'https://' || n || '.example/feed',
     case when n % 50 = 0 then '["news"]'::jsonb else '[]' end, n % 5 > 0
   from generate_series(1, 2000) n`,
  `insert into articles (source_id, title, link, content_hash, published_at, language)
   select 1 + n % 2000, case when n % 1000 = 0 then 'Herring' else 'Story' end || ' ' || n, 'https://l.example/' || n,
     md5(n::text) || md5(n::text), now() - make_interval(secs => n * 5), 'english'
   from generate_series(1, ${rows}) n`,
  `insert into article_summaries (article_id, summary_text, model)
   select n, 'In short.', 'extract' from generate_series(1, ${rows} / 4) n`,
  `insert into fetches (source_id, started_at, duration_ms, outcome)
   select 1 + n % 2000, now() - make_interval(secs => n), 5, 'ok' from generate_series(1, ${rows} / 4) n`,
  `insert into topics (user_id, name, keywords)
   select case when n > 20 then 2 + n else ${reader} end, 'topic ' || n, '["herring"]' from generate_series(1, 2900) n`,
  `insert into briefs (user_id, delivery_date)
   select id, current_date - n from users, generate_series(0, ${rows} / 4000) n`,
  // The reader's twenty topics have each day, those of the others each third: some percent are the reader's.
  `insert into deliveries (user_id, topic_id, article_id, delivery_date, position, score, score_parts)
   select user_id, topics.id, 1 + (topics.id * 7 + n) % ${rows}, current_date - n / 3, 1 + n % 3, 1, '${SCORE_PARTS}'
   from topics, generate_series(0, ${rows} / 1000) n where topics.id <= 20 or topics.id % 3 = n % 3`,
  // A channel of each user, and of the reader's many a message.
  `insert into channels (user_id, kind, address, name, format, state)
   select id, 'webhook', 'https://hook.example/' || id, 'hook', 'json', 'active'
   from users order by id = ${reader} desc, id`,
  `insert into messages (user_id, channel_id, purpose, edition, brief_id, state, expires_at)
   select briefs.user_id, channels.id, 'brief', 1, briefs.id, 'sent', now()
   from briefs join channels on channels.user_id = briefs.user_id`,
  `insert into feedback (user_id, delivery_id, rating)
   select user_id, id, 'up' from deliveries where id % 4 = 0`,
]

/** Fills the tables: of the reader the most, of others enough that to find the reader's own pays. */
export async function fillTables(database: TestDatabase, reader: number, rows: number): Promise<void> {
  for (const text of statements(reader, rows)) await database.query(text)
  await database.query('vacuum analyze')
}

/** The tables whose rows nobody should have to read from first to last. */
export async function largeTables(database: TestDatabase): Promise<string[]> {
  const rows = await database.query<{ relname: string }>(
    `select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and reltuples >= 1000`,
  )
  return rows.map(({ relname }) => relname)
}
