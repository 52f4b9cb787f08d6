import { sql } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import * as z from 'zod'
import { readConfig } from '../../src/config.ts'
import { openDatabase } from '../../src/db/open.ts'
import { topics, users } from '../../src/db/schema/index.ts'
import { query } from '../../src/db/statement.ts'
import { topicColumns } from '../../src/features/briefs/build.ts'
import { choose, momentCte } from '../../src/features/briefs/choose.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { ago, arrange, words } from './arrange.ts'

const database = useTestDatabase()
const { source, article, user, topic, build } = arrange(database)
const SEEDS = process.env.LONG ? 40 : 3
const DAYS = 3
const DAY = 24

/** The definition: every topic is searched and chosen for by itself. */
const plainChoice = query.many(
  'test.plain_choice',
  { returns: z.object({ chosen: z.string() }), access: 'service' },
  ({ now }: { now: string }) => ({
    with: sql`
    ${momentCte(sql`${now}::timestamptz`)},
    due as (
      select ${topicColumns}, (moment.now at time zone 'UTC')::date as delivery_date
      from ${topics} join ${users} on ${users.id} = ${topics.user_id} cross join moment
      where ${topics.is_active} and ${topics.searches} <> '{}'
    ),
    ${choose}`,
    rows: sql`
    select row(topic_id, delivery_date, position, article_id, score, score_parts, matched_keywords, found_in, update_of,
      array(select unnest(also_in) order by 1))::text as chosen
    from chosen order by topic_id, position`,
  }),
)

const built = async (date: string) =>
  (
    await database.query<{ chosen: string }>(
      `select row(topic_id, delivery_date, position, article_id, score, score_parts, matched_keywords, found_in, update_of,
         array(select article_id from delivery_reports where delivery_id = d.id order by 1))::text as chosen
       from deliveries d where delivery_date = $1 order by topic_id, position`,
      [date],
    )
  ).map(({ chosen }) => chosen)

/** Numbers from 0 to 1 that a seed decides. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
}

beforeEach(() => database.query('delete from users; delete from sources; delete from candidate_pools'))

it.each(Array.from({ length: SEEDS }, (_, n) => n + 1))(
  'is the same to the row as each topic by itself, over mornings of readers with thumbs and memories: seed %d',
  { timeout: 120_000 },
  async (seed) => {
    const random = randomOf(seed)
    const some = (many: number) => Math.floor(random() * many)
    const sources: number[] = []
    for (let n = 0; n < 12; n++)
      sources.push(await source({ credibility: n === 0 ? 0.05 : 0.1 + some(9) / 10 }))
    for (let n = 0; n < 220; n++) {
      const told = random() < 0.3 ? words(`story ${seed} ${some(12)}`) : words(`${seed} ${n}`)
      const has = ['harbour', 'harbour', 'ferry', 'tide'].filter(() => random() < 0.6)
      await article(`${has.slice(0, 2).join(' ')} ${told}`, {
        source_id: sources[some(12)]!,
        summary: `<p>${has.join(' ')} ${told}</p>`,
        tags: random() < 0.2 ? ['tide'] : [],
        published_at: ago(some(3 * DAY)),
      })
    }
    const lists = [
      ['harbour'],
      ['harbour', 'ferry'],
      ['tide', '-ferry'],
      ['harbour', 'tide', 'ferry'],
      ['nothing'],
    ]
    for (let reader = 0; reader < 14; reader++) {
      const id = await user()
      // Some of everybody's lists, and one of their own, which finds the same.
      for (const list of [...lists, ['harbour', `own${reader}`]]) if (random() < 0.7) await topic(id, list)
      if (random() < 0.4)
        await database.query(
          `insert into tastes (user_id, kind, name, label, ups, downs, weight)
           select $1, kind, name, name, 1, 0, weight from jsonb_to_recordset($2) as given (kind text, name text, weight float8)
           on conflict do nothing`,
          [
            id,
            JSON.stringify(
              [
                { kind: 'source', name: String(sources[some(12)]), weight: random() * 1.6 - 0.8 },
                { kind: 'source', name: String(sources[0]), weight: 0.95 },
                { kind: 'keyword', name: 'ferry', weight: random() - 0.5 },
              ].slice(some(2)),
            ),
          ],
        )
    }
    // Words that some never want: one that a whole list asks for, and one that only some articles have.
    await database.query(
      `update users set muted_words = case when id % 2 = 0 then '["tide"]' else $1 end::jsonb
       where id % 5 < 2`,
      [JSON.stringify([`"story ${seed}"`, 'ferr*'])],
    )
    // Sources that some have muted, prefer, or added for themselves.
    await database.query(
      `insert into source_choices (user_id, source_id, choice)
       select id, $1::int, 'muted' from users where id % 5 = 0 union all select id, $2::int, 'preferred' from users where id % 4 = 0
       union all select id, $3::int, 'followed' from users where id % 7 = 0`,
      sources.slice(1, 4),
    )
    await database.query('update sources set added_by = (select min(id) from users) where id = $1', [
      sources[3],
    ])
    const db = openDatabase(readConfig({ DATABASE_URL: database.url }), {})
    let [whole, parts] = [0, 0]
    for (let day = 0; day < DAYS; day++) {
      const now = ago(-DAY * day)
      // Who comes later remembers less than others with the same list.
      if (day === 1) for (const list of lists) await topic(await user(), list)
      const plain = (await db.run(plainChoice, { now })).map(({ chosen }) => chosen)
      expect(plain.length).toBeGreaterThan(60)
      await build(now)
      expect(await built(now.slice(0, 10))).toEqual(plain)
      const pools = await database.query<{ is_whole: boolean }>(
        'select is_whole from candidate_pools where as_of = $1',
        [now],
      )
      whole += pools.filter(({ is_whole }) => is_whole).length
      parts += pools.filter(({ is_whole }) => !is_whole).length
    }
    const broken = await database.query(
      `select word, title from deliveries d join users u on u.id = d.user_id join articles a on a.id = d.article_id
         cross join jsonb_array_elements_text(u.muted_words) word
       where concat_ws(' ', a.title, a.summary_raw, a.tags) ~* ('\\m' || rtrim(trim(word, '"'), '*'))`,
    )
    expect(broken).toEqual([])
    // Pools that hold all that a list finds, and such that may not suffice.
    expect(whole).toBeGreaterThan(0)
    expect(parts).toBeGreaterThan(0)
  },
)
