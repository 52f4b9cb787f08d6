import { createHash } from 'node:crypto'
import { readConfig } from '../../src/config.ts'
import { buildDueBriefs } from '../../src/features/briefs/build-due.ts'
import type { TestDatabase } from '../harness/test-database.ts'

export interface Arranged {
  source(more?: { name?: string; credibility?: number; is_active?: boolean }): Promise<number>
  article(title: string, more?: ArticleMore): Promise<number>
  user(more?: { time_zone?: string; brief_hour?: number; is_active?: boolean }): Promise<number>
  topic(
    user_id: number,
    keywords: string[],
    more?: { name?: string; language?: string; is_active?: boolean },
  ): Promise<number>
  /** Builds what is due at a moment as the hourly job does. */
  build(now: string): Promise<{ users: number; topics: number; deliveries: number }>
  /** What a topic got, oldest first. */
  delivered(topic_id: number): Promise<Delivered[]>
}

export interface ArticleMore {
  source_id?: number
  summary?: string
  tags?: string[]
  language?: string
  published_at?: string
}

export interface Delivered {
  id: number
  title: string
  source_id: number
  delivery_date: string
  position: number
  score: number
  score_parts: Record<string, number>
  matched_keywords: string[]
  found_in: Record<string, string[]>
  update_of: string | null
  also_in: string[]
}

/** The morning of most tests: late enough for everyone in UTC. */
export const MORNING = '2026-03-10T06:00:00Z'

/** `hours` before `MORNING`. */
export const ago = (hours: number, from = MORNING) =>
  new Date(Date.parse(from) - hours * 3600_000).toISOString()

/** Puts rows into a test database past the application; every call makes something of its own. */
export function arrange(database: TestDatabase): Arranged {
  let count = 0
  const one = async (text: string, values: unknown[]) =>
    Number((await database.query<{ id: number }>(text, values))[0]!.id)
  const arranged: Arranged = {
    source: ({ name = `source ${++count}`, credibility = 0.5, is_active = true } = {}) => {
      const url = `https://s${++count}.example/`
      return one(
        `insert into sources (name, url, feed_url, credibility_score, is_active) values ($1, $2, $3, $4, $5) returning id`,
        [name, url, `${url}feed`, credibility, is_active],
      )
    },
    async article(title, more = {}) {
      const { source_id = await arranged.source(), summary = null, tags = [], language = 'english' } = more
      const link = `https://a.example/${++count}`
      return one(
        `insert into articles (source_id, title, link, summary_raw, tags, language, published_at, content_hash)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
        [
          source_id,
          title,
          link,
          summary,
          JSON.stringify(tags),
          language,
          more.published_at ?? ago(2),
          createHash('sha256').update(link).digest('hex'),
        ],
      )
    },
    user: ({ time_zone = 'UTC', brief_hour = 6, is_active = true } = {}) =>
      one(
        `insert into users (email, time_zone, brief_hour, is_active) values ($1, $2, $3, $4) returning id`,
        [`u${++count}@test.example`, time_zone, brief_hour, is_active],
      ),
    topic: (user_id, keywords, { name = `topic ${++count}`, language = 'english', is_active = true } = {}) =>
      one(
        `insert into topics (user_id, name, keywords, language, is_active) values ($1, $2, $3, $4, $5) returning id`,
        [user_id, name, JSON.stringify(keywords), language, is_active],
      ),
    build: (now) => buildDueBriefs(readConfig({ DATABASE_URL: database.url }), now),
    delivered: (topic_id) =>
      database.query<Delivered & Record<string, unknown>>(
        `select d.id::int, a.title, a.source_id, d.delivery_date::text, d.position, d.score, d.score_parts, d.matched_keywords, d.found_in,
           d.update_of::text, array(select r.title::text from delivery_reports o join articles r on r.id = o.article_id where o.delivery_id = d.id order by o.id) as also_in
         from deliveries d join articles a on a.id = d.article_id
         where d.topic_id = $1 order by d.delivery_date, d.position`,
        [topic_id],
      ),
  }
  return arranged
}

/** Words that no other title has. */
export const words = (seed: string) =>
  createHash('sha256')
    .update(seed)
    .digest('hex')
    .slice(0, 40)
    .replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)]!)
    .replace(/(.{8})/g, '$1 ')
