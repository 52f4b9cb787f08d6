import { describe, expect, it } from 'vitest'
import { appAs, json } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()

const withToken = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })

describe('tokens', () => {
  it('shows the text once, stores its hash only, and lets its holder in', async () => {
    const app = await appAs(database)
    const made = await app.call('/api/v1/tokens', json({ name: 'laptop' }))
    expect(made.status).toBe(201)
    expect(made.body.token).toMatch(/^mb_[A-Za-z0-9_-]{43}$/)
    expect(made.body.token.startsWith(made.body.token_prefix)).toBe(true)
    expect((await app.call('/api/v1/me', withToken(made.body.token))).body.id).toBe(app.userId)
    const { token, ...row } = made.body
    expect((await app.call(made.headers.get('location')!)).body).toEqual(row)
    expect((await app.call('/api/v1/tokens')).body).toContainEqual(row)
    const [stored] = await database.query('select * from access_tokens where id = $1', [row.id])
    expect(JSON.stringify(stored)).not.toContain(token.slice(12))
  })

  it('ends with its revocation, also when it revokes itself', async () => {
    const app = await appAs(database)
    const { body } = await app.call('/api/v1/tokens', json({ name: 'phone' }))
    const own = { method: 'DELETE', ...withToken(body.token) }
    expect((await app.request(`/api/v1/tokens/${body.id}`, own)).status).toBe(204)
    expect((await app.call('/api/v1/me', withToken(body.token))).status).toBe(401)
    expect((await app.call(`/api/v1/tokens/${body.id}`, { method: 'DELETE' })).status).toBe(404)
  })

  it('ends when its time is over, which cannot lie in the past', async () => {
    const app = await appAs(database)
    const past = await app.call('/api/v1/tokens', json({ name: 'x', expires_at: '2020-01-01T00:00:00Z' }))
    expect([past.status, past.body.errors[0].pointer]).toEqual([400, '#/expires_at'])
    const soon = new Date(Date.now() + 3_600_000).toISOString()
    const { body } = await app.call('/api/v1/tokens', json({ name: 'x', expires_at: soon }))
    expect(Date.parse(body.expires_at)).toBe(Date.parse(soon))
    expect((await app.call('/api/v1/me', withToken(body.token))).status).toBe(200)
    await database.query('update access_tokens set expires_at = now() where id = $1', [body.id])
    expect((await app.call('/api/v1/me', withToken(body.token))).status).toBe(401)
  })

  it('stops at the limit, also when many are asked for at the same moment', async () => {
    const app = await appAs(database, { env: { MAX_TOKENS: '5' } })
    const replies = await Promise.all(
      Array.from({ length: 12 }, (_, n) => app.call('/api/v1/tokens', json({ name: `${n}` }))),
    )
    expect(replies.map((reply) => reply.status).sort()).toEqual([
      ...Array(4).fill(201),
      ...Array(8).fill(422),
    ])
    expect(replies.find((reply) => reply.status === 422)!.body.code).toBe('limit_reached')
    expect((await app.call('/api/v1/tokens')).body).toHaveLength(5)
  })

  it('gives a retry the same text, and a stranger none', async () => {
    const app = await appAs(database)
    const request = { ...json({ name: 'ci' }) }
    const keyed = { ...request, headers: { ...request.headers, 'idempotency-key': 'one-token' } }
    const first = await app.call('/api/v1/tokens', keyed)
    const again = await app.call('/api/v1/tokens', keyed)
    expect(again.body).toEqual(first.body)
    const other = await appAs(database)
    expect((await other.call('/api/v1/tokens', keyed)).body.token).not.toBe(first.body.token)
  })

  it('notes its use to the minute, after the reply', async () => {
    const app = await appAs(database)
    const work: Promise<unknown>[] = []
    const context = { waitUntil: (job: Promise<unknown>) => void work.push(job), passThroughOnException() {} }
    const use = async () => (await app.requestIn(context, '/api/v1/me')).headers.get('server-timing')
    expect(await use()).toContain('1 round trip')
    await Promise.all(work)
    const read = () =>
      database.query<{ last_used_at: Date }>('select last_used_at from access_tokens where user_id = $1', [
        app.userId,
      ])
    const [{ last_used_at: first } = { last_used_at: null }] = await read()
    expect(first).not.toBeNull()
    await use()
    await Promise.all(work)
    expect(work).toHaveLength(1)
    expect((await read())[0]!.last_used_at).toEqual(first)
  })
})
