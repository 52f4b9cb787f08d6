import { describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { appAsDemo } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const app = createApp()
const production = { DATABASE_URL: 'postgres://u:p@db.example/d', DATABASE_TIMEOUT_MS: '100' }
const token = { authorization: `Bearer mb_${'x'.repeat(43)}` }

describe('plain http, but on this very machine', () => {
  it('sends who only reads to https', async () => {
    const reply = await app.request('http://brief.example/topics?x=1', {}, production)
    expect([reply.status, reply.headers.get('location')]).toEqual([308, 'https://brief.example/topics?x=1'])
  })

  it.each([
    ['a form', { method: 'POST', body: new URLSearchParams({ token: 'x' }) }],
    ['a token', { headers: token }],
  ])('refuses %s, which has travelled in the open', async (_, init) => {
    const reply = await app.request('http://brief.example/sign-in', init, production)
    expect([reply.status, await reply.json()]).toMatchObject([403, { code: 'forbidden' }])
  })

  it('is no matter for liveness, nor for https, nor on loopback', async () => {
    expect((await app.request('http://brief.example/health', {}, production)).status).toBe(200)
    expect((await app.request('https://brief.example/sign-in', {}, production)).status).toBe(200)
    expect((await app.request('http://localhost:8787/sign-in', {}, production)).status).toBe(200)
  })
})

describe('the demo user behind a front', () => {
  const database = useTestDatabase()

  it('is nobody without the key of that front', async () => {
    await appAsDemo(database)
    const env = { DATABASE_URL: database.url, DEMO_KEY: 'the key of this start' }
    const ask = async (headers: Record<string, string>) =>
      (await app.request('/api/v1/me', { headers }, env)).status
    expect(await ask({})).toBe(401)
    expect(await ask({ 'x-demo-key': 'a guess' })).toBe(401)
    expect(await ask({ 'x-demo-key': 'the key of this start' })).toBe(200)
  })
})
