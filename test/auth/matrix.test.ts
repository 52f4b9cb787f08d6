import { beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { createContract } from '../../src/contract.ts'
import { contractsOf } from '../../src/http/api.ts'
import { encode, properDraft } from '../fuzz/hostile/draft.ts'
import { Random } from '../fuzz/hostile/random.ts'
import { operations, pages, type Route } from '../fuzz/hostile/routes.ts'
import { appAs, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { exampleRequest } from './example-request.ts'

const database = useTestDatabase()
const app = createApp()
const contract = operations(1)
/** Every route that there is, of the API and of the pages. */
const routes = [...contract, ...pages(app, contract)]
const named = (some: Route[]) => some.map((route) => [`${route.method} ${route.path}`, route] as const)
const guarded = routes.filter(({ isOpen }) => !isOpen)
const changing = routes.filter(({ method }) => method !== 'GET')

const UNKNOWN = `mb_${'x'.repeat(43)}`
let reader: TestApp
let session: string

beforeAll(async () => {
  reader = await appAs(database)
  const signedIn = await app.request(
    '/sign-in',
    { method: 'POST', body: new URLSearchParams({ token: reader.token }) },
    { DATABASE_URL: database.url },
  )
  session = signedIn.headers.get('set-cookie')!.split(';')[0]!
})

/** Valid requests of the API, by their names. */
const examples = new Map(
  contractsOf(createContract())
    .map((one) => exampleRequest(one))
    .map((example) => [example.name, example]),
)

/** A valid request of a route, with these headers, to where nobody is the demo user. */
async function ask(route: Route, more: Record<string, string>) {
  const { method, media, bodies } = route
  const { path, init } = examples.get(`${method} ${route.path}`) ?? {
    path: properDraft(route, new Random(1)).path,
    init:
      media === undefined
        ? { method, headers: {} }
        : { method, headers: { 'content-type': media }, body: encode(media, bodies[0]) },
  }
  const headers = { ...init.headers, ...more }
  return app.request(`http://brief.example${path}`, { ...init, headers }, { DATABASE_URL: database.url })
}

const states = () =>
  database.query(`select (select count(*) from users) as users, (select count(*) from access_tokens) as tokens,
    (select count(*) from items) + (select count(*) from todos) + (select count(*) from topics)
    + (select count(*) from sources) + (select count(*) from feed_tokens) as rows`)

describe('every route, of the API and of the pages', () => {
  it('is here', () => {
    expect(contract.length).toBeGreaterThan(50)
    expect(routes.length - contract.length).toBeGreaterThan(30)
    expect(routes.filter(({ isOpen }) => isOpen).map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /health',
      'GET /health/db',
      'GET /health/ready',
      'GET /ready',
      'GET /readyz',
      'GET /api/v1/ready',
      // Its token is in its address.
      'GET /api/v1/briefs.atom',
      // Proved by the provider's own signature.
      'POST /api/v1/mail-events',
      'POST /sign-in/passkey/question',
      'POST /sign-in/passkey',
      // Its code is proved by the statement that makes the first person.
      'GET /set-up',
      'POST /set-up',
      'GET /sign-in',
      'POST /sign-in',
      'POST /sign-in/mail',
      'POST /sign-out',
      // Links of mails, each proved by a signature of its own.
      'GET /mail/confirm',
      'POST /mail/confirm',
      'GET /mail/unsubscribe',
      'POST /mail/unsubscribe',
      'GET /mail/rate',
      'POST /mail/rate',
    ])
  })

  it.each(named(guarded))(
    'is closed to nobody, and to who makes up a token or a session: %s',
    async (_, route) => {
      const before = await states()
      for (const headers of [
        {},
        { authorization: `Bearer ${UNKNOWN}` },
        { authorization: 'Basic dTpw' },
        { cookie: `morning_brief=${UNKNOWN}.${'A'.repeat(43)}%3D` },
        { cookie: `morning_brief=${reader.token}` },
      ] as Record<string, string>[]) {
        const reply = await ask(route, headers)
        expect([reply.status, JSON.stringify(headers)]).toEqual([401, JSON.stringify(headers)])
      }
      expect(await states()).toEqual(before)
    },
  )

  it.each(named(changing))('does nothing for a page of another site: %s', async (_, route) => {
    const before = await states()
    for (const from of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site', origin: 'http://brief.example' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ] as Record<string, string>[]) {
      const reply = await ask(route, { cookie: session, ...from })
      expect([reply.status, JSON.stringify(from)]).toEqual([403, JSON.stringify(from)])
    }
    expect(await states()).toEqual(before)
  })
})
