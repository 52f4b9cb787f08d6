import { createHash } from 'node:crypto'
import type pg from 'pg'
import { readConfig } from '../../src/config.ts'
import { openDatabase } from '../../src/db/open.ts'
import { tellMissing } from '../../src/embeddings/embed-candidates.ts'
import type { Embedder } from '../../src/embeddings/embedder.ts'
import { buildDueBriefs } from '../../src/features/briefs/build-due.ts'
import { SCORING } from '../../src/features/briefs/scoring.ts'
import { type Figures, figures, type Judged, judge, judgePairs } from './judge.ts'
import type { LabelledArticle, LabelledSet } from './labelled-set.ts'

export interface Measured {
  figures: Figures
  judged: Judged[]
}

/** A migrated database: its URL for the driver, and a way past it. */
export interface QualityDatabase {
  url: string
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
}

/** The moment for which briefs are built. */
const NOW = '2026-03-10T06:00:00.000Z'
const AT_ONCE = 500

/** Puts a set's sources, articles and topics into a database; a later set takes the place of an earlier. */
export async function fill(database: QualityDatabase, set: LabelledSet): Promise<void> {
  await database.query('delete from sources')
  await database.query('delete from users')
  await database.query(
    `insert into sources (name, url, feed_url, credibility_score)
     select name, 'https://s' || nth || '.example/', 'https://s' || nth || '.example/feed', credibility
     from jsonb_to_recordset($1) as given (name text, nth int, credibility float8)`,
    [JSON.stringify([...set.sources].map(([name, credibility], nth) => ({ name, nth, credibility })))],
  )
  const articles = set.articles(1)
  for (let at = 0; at < articles.length; at += AT_ONCE)
    await insertArticles(database, articles.slice(at, at + AT_ONCE))
  await database.query(
    `with reader as (insert into users (email) values ('quality@quality.example') returning id)
     insert into topics (user_id, name, keywords, language)
     select reader.id, key, keywords, language
     from reader, jsonb_to_recordset($1) as given (key text, keywords jsonb, language text)`,
    [JSON.stringify(set.topics.map(({ key, keywords, language }) => ({ key, keywords, language })))],
  )
  await database.query('analyze')
}

/** Builds the briefs of a set that was filled in, with ages drawn by a seed, and judges them; with a model where one is given. */
export async function measure(
  database: QualityDatabase,
  set: LabelledSet,
  seed: number,
  embedder?: Embedder,
): Promise<Measured> {
  const ages = set.articles(seed).map(({ key, age_h }) => ({ hash: hashOf(key), age_h }))
  await database.query('delete from briefs')
  await database.query('delete from deliveries')
  await database.query('update users set next_brief_at = default')
  await database.query(
    `update articles set published_at = $1::timestamptz - age_h * interval '1 hour'
     from jsonb_to_recordset($2) as given (hash text, age_h float8) where content_hash = hash`,
    [NOW, JSON.stringify(ages)],
  )
  const config = readConfig({ DATABASE_URL: database.url })
  if (embedder) while ((await tellMissing(openDatabase(config, { job: 'quality' }), embedder, 1e9, NOW)) > 0);
  await buildDueBriefs(config, NOW)
  const rows = await database.query<{ topic: string; link: string }>(
    `select t.name as topic, a.link
     from deliveries d join topics t on t.id = d.topic_id join articles a on a.id = d.article_id
     order by t.id, d.position`,
  )
  const judged = set.topics.map((topic) =>
    judge(
      topic.key,
      topic,
      rows.filter((row) => row.topic === topic.key).map((row) => keyOf(row.link)),
    ),
  )
  return { figures: figures(judged), judged }
}

/** What was chosen for each topic and why, by what a topic and an article are in any database that was filled with a set. */
export const choices = (database: QualityDatabase) =>
  database.query(
    `select t.name as topic, d.position, a.link, d.score, d.score_parts, d.found_in, d.matched_keywords, d.update_of
     from deliveries d join topics t on t.id = d.topic_id join articles a on a.id = d.article_id
     order by t.name, d.position`,
  )

/** How well the rule of one story finds the pairs that the labels know. */
export async function measurePairs(database: QualityDatabase, set: LabelledSet) {
  const rows = await database.query<{ a: string; b: string }>(
    `with told as (select article.* from jsonb_array_elements_text($1) hash join articles article on content_hash = hash)
     select a.link as a, b.link as b from told a join told b on a.id <> b.id
     where story_likeness(a.story_bits, a.title_bits, b.story_bits, b.title_bits) >= $2`,
    [
      JSON.stringify([...new Set(set.topics.flatMap(({ stories }) => [...stories.keys()]))].map(hashOf)),
      SCORING.likeness,
    ],
  )
  const alike = new Set(rows.map(({ a, b }) => `${keyOf(a)} ${keyOf(b)}`))
  return judgePairs(set.topics, (a, b) => alike.has(`${a} ${b}`))
}

const LINK = 'https://quality.example/'
const keyOf = (link: string) => decodeURIComponent(link.slice(LINK.length))
const hashOf = (key: string) => createHash('sha256').update(key).digest('hex')

async function insertArticles(database: QualityDatabase, articles: LabelledArticle[]): Promise<void> {
  const rows = articles.map((article, nth) => ({
    ...article,
    nth,
    link: `${LINK}${encodeURIComponent(article.key)}`,
    hash: hashOf(article.key),
  }))
  await database.query(
    `insert into articles (source_id, title, link, summary_raw, tags, language, published_at, content_hash)
     select sources.id, title, link, summary, given.tags, language, $1::timestamptz - age_h * interval '1 hour', hash
     from jsonb_to_recordset($2) as given (source text, title text, link text, summary text, tags jsonb, language text,
       age_h float8, hash text, nth int) join sources on sources.name = source order by nth`,
    [NOW, JSON.stringify(rows)],
  )
}
