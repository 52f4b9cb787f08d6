import { beforeAll, describe, expect, it } from 'vitest'
import { appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
let admin: TestApp
beforeAll(async () => {
  admin = await appAs(database, { role: 'admin' })
})

const path = (id: number) => `/api/v1/users/${id}`
const patch = (app: TestApp, id: number, body: unknown) => app.call(path(id), json(body, 'PATCH'))

describe('users', () => {
  it('lives from creation to removal, with all that is theirs', async () => {
    const made = await admin.call(
      '/api/v1/users',
      json({ email: 'ada@example.org', time_zone: 'Asia/Tokyo' }),
    )
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      role: 'reader',
      is_active: true,
      time_zone: 'Asia/Tokyo',
      brief_hour: 6,
    })
    const { id } = made.body
    expect((await patch(admin, id, { brief_hour: 9 })).body).toMatchObject({
      brief_hour: 9,
      time_zone: 'Asia/Tokyo',
    })
    await database.query(`insert into todos (user_id, description) values ($1, 'x')`, [id])
    expect((await admin.call(path(id), { method: 'DELETE' })).status).toBe(204)
    expect((await admin.call(path(id))).status).toBe(404)
    expect(await database.query('select from todos where user_id = $1', [id])).toEqual([])
  })

  it('knows one user by an address, whatever its case', async () => {
    await admin.call('/api/v1/users', json({ email: 'Grace@example.org' }))
    const twin = await admin.call('/api/v1/users', json({ email: 'grace@EXAMPLE.org' }))
    expect([twin.status, twin.body.errors[0].pointer]).toEqual([409, '#/email'])
  })

  it('pages by cursor', async () => {
    for (let n = 0; n < 3; n++) await appAs(database)
    const first = await admin.call('/api/v1/users?limit=2')
    const next = await admin.call(/<([^>]+)>; rel="next"/.exec(first.headers.get('link')!)![1]!)
    expect(next.body[0].id).toBeGreaterThan(first.body[1].id)
  })

  it.each([
    ['no address', { email: 'x' }, '#/email'],
    ['an unknown role', { email: 'a@b.example', role: 'root' }, '#/role'],
    ['an unknown time zone', { email: 'a@b.example', time_zone: 'Mars/Olympus' }, '#/time_zone'],
    ['an abbreviation', { email: 'a@b.example', time_zone: 'IST' }, '#/time_zone'],
    ['an offset', { email: 'a@b.example', time_zone: '+02:00' }, '#/time_zone'],
    ['hour 24', { email: 'a@b.example', brief_hour: 24 }, '#/brief_hour'],
  ])('refuses %s', async (_, body, pointer) => {
    const reply = await admin.call('/api/v1/users', json(body))
    expect([reply.status, reply.body.errors[0].pointer]).toEqual([400, pointer])
  })

  it('never loses its last admin, also when two go at the same moment', async () => {
    for (const change of [{ role: 'reader' }, { is_active: false }]) {
      const reply = await patch(admin, admin.userId, change)
      expect([reply.status, reply.body.code]).toEqual([409, 'conflict'])
    }
    expect((await admin.call(path(admin.userId), { method: 'DELETE' })).status).toBe(409)
    expect((await patch(admin, admin.userId, { brief_hour: 5 })).status).toBe(200)
    for (let round = 0; round < 5; round++) {
      const second = await appAs(database, { role: 'admin' })
      const [one, two] = await Promise.all([
        patch(admin, second.userId, { role: 'reader' }),
        patch(second, admin.userId, { role: 'reader' }),
      ])
      expect([one.status, two.status].filter((status) => status === 200)).toHaveLength(1)
      const left = await database.query(`select id from users where role = 'admin' and is_active`)
      expect(left).toHaveLength(1)
      await database.query(`update users set role = 'admin' where id = $1`, [admin.userId])
      await database.query(`update users set role = 'reader' where id = $1`, [second.userId])
    }
  })

  it('shuts out at once who is deactivated', async () => {
    const reader = await appAs(database)
    expect((await reader.call('/api/v1/me')).status).toBe(200)
    await patch(admin, reader.userId, { is_active: false })
    expect((await reader.call('/api/v1/me')).status).toBe(401)
  })
})

describe('me', () => {
  it('says who the caller is, and changes when the brief comes', async () => {
    const reader = await appAs(database)
    expect((await reader.call('/api/v1/me')).body).toMatchObject({ id: reader.userId, role: 'reader' })
    // The runtime knows it and Postgres does not: nobody's pages may depend on it.
    const strange = await reader.call('/api/v1/me', json({ time_zone: 'Canada/East-Saskatchewan' }, 'PATCH'))
    expect([strange.status, strange.body.code]).toEqual([400, 'invalid_request'])
    const changed = await reader.call('/api/v1/me', json({ time_zone: 'Europe/Berlin' }, 'PATCH'))
    expect(changed.body).toMatchObject({ time_zone: 'Europe/Berlin', brief_hour: 6 })
    const raised = await reader.call('/api/v1/me', json({ role: 'admin', id: admin.userId }, 'PATCH'))
    expect(raised.body).toMatchObject({ id: reader.userId, role: 'reader' })
  })
})
