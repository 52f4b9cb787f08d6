import { beforeAll, describe, expect, it } from 'vitest'
import { Export } from '../../src/features/me/export-schemas.ts'
import { appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
let reader: TestApp
let other: TestApp

/** Gives a user a row in every table that holds what users own. */
async function fill(app: TestApp) {
  await app.call('/items', json({ name: 'Bread flour' }))
  await app.call('/api/todos', json({ description: 'Read the brief' }))
  await database.query(
    `with source as (
       insert into sources (name, url, feed_url) values ($1::text, 'https://' || $1 || '.example', 'https://' || $1 || '.example/feed')
       returning id
     ), article as (
       insert into articles (source_id, title, link, content_hash, published_at)
       select id, 'Story', 'https://x.example/' || $1, encode(sha256($1::bytea), 'hex'), now() from source returning id
     ), topic as (
       insert into topics (user_id, name, keywords) values ($2, 'Energy', '["solar"]') returning id
     ), brief as (
       insert into briefs (user_id, delivery_date) values ($2, '2026-11-21')
     ), delivery as (
       insert into deliveries (user_id, topic_id, article_id, delivery_date, position, score, score_parts)
       select $2, topic.id, article.id, '2026-11-21', 1, 0.5, '{"story": 1, "recency": 1, "evidence": 1, "credibility": 1, "word_thumbs": 1, "source_thumbs": 1, "keyword_thumbs": 1}'
       from topic, article returning id
     ), report as (
       insert into delivery_reports (user_id, delivery_id, article_id) select $2, delivery.id, article.id from delivery, article
     )
     insert into feedback (user_id, delivery_id, rating) select $2, id, 'up' from delivery`,
    [`feed${app.userId}`, app.userId],
  )
}

/** Tables with a `user_id`, and how many rows of a user each holds. */
async function countOwned(userId: number): Promise<Record<string, number>> {
  const tables = await database.query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'user_id'`,
  )
  const counts: Record<string, number> = {}
  for (const { name } of tables) {
    const rows = await database.query<{ n: number }>(
      `select count(*)::int as n from ${name} where user_id = $1`,
      [userId],
    )
    counts[name] = rows[0]!.n
  }
  return counts
}

beforeAll(async () => {
  reader = await appAs(database)
  other = await appAs(database)
  await fill(reader)
  await fill(other)
})

describe('export', () => {
  it('holds everything of the caller, nothing of others, and no secret', async () => {
    const { status, body, headers } = await reader.call('/api/v1/me/export')
    expect(status).toBe(200)
    expect(() => Export.parse(body)).not.toThrow()
    const owned = await countOwned(reader.userId)
    for (const table of [
      'access_tokens',
      'topics',
      'items',
      'todos',
      'briefs',
      'deliveries',
      'feedback',
      'delivery_reports',
      'tastes',
    ]) {
      expect(owned[table], table).toBeGreaterThan(0)
      expect(body[table], table).toHaveLength(owned[table]!)
    }
    const text = JSON.stringify(body)
    expect(text).not.toMatch(/token_hash|[0-9a-f]{64}/)
    expect(text).not.toContain(`feed${other.userId}`)
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="morning-brief-\d{4}-\d\d-\d\d\.json"$/,
    )
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('opens one session', async () => {
    const { headers } = await reader.call('/api/v1/me/export')
    expect(headers.get('server-timing')).toContain('1 round trip"')
  })

  it('is for the signed in only', async () => {
    const nobody = { headers: { authorization: 'Bearer mb_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' } }
    expect((await reader.call('/api/v1/me/export', nobody)).status).toBe(401)
    expect((await reader.call('/api/v1/me', { ...nobody, method: 'DELETE' })).status).toBe(401)
  })
})

describe('deletion', () => {
  it('removes the account and everything of it, and nothing of others', async () => {
    const before = await countOwned(other.userId)
    expect((await reader.request('/api/v1/me', { method: 'DELETE' })).status).toBe(204)
    expect(Object.values(await countOwned(reader.userId)).every((n) => n === 0)).toBe(true)
    expect(await database.query('select 1 from users where id = $1', [reader.userId])).toEqual([])
    expect(await countOwned(other.userId)).toEqual(before)
    expect((await reader.call('/items')).status).toBe(401)
  })

  it('keeps the last admin, also of two who leave at the same moment', async () => {
    const admins = [await appAs(database, { role: 'admin' }), await appAs(database, { role: 'admin' })]
    const left = await Promise.all(admins.map((admin) => admin.call('/api/v1/me', { method: 'DELETE' })))
    expect(left.map(({ status }) => status).sort()).toEqual([204, 409])
    const refused = left.find(({ status }) => status === 409)!
    expect(refused.body).toMatchObject({ code: 'conflict', detail: expect.stringContaining('last admin') })
    const [{ n } = { n: 0 }] = await database.query<{ n: number }>(
      `select count(*)::int as n from users where role = 'admin'`,
    )
    expect(n).toBe(1)
  })
})
