import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unstable_readConfig } from 'wrangler'
import { buildOpenApi } from '../../src/local/build-openapi.ts'
import { buildOwnBundle } from '../bench/bundle.ts'
import type { Server } from '../bench/server.ts'
import { serveWorkerd } from '../bench/workerd.ts'
import { type AnyJson, appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
const bundleDatabase = useTestDatabase()
let source: TestApp
let token: string
let bundle: Server

beforeAll(async () => {
  source = await appAs(database, { role: 'admin' })
  ;({ token } = await appAs(bundleDatabase, { role: 'admin' }))
  bundle = await serveWorkerd({
    bundle: buildOwnBundle(),
    bindings: { DATABASE_URL: bundleDatabase.url },
    onLine: () => {},
  })
})
afterAll(() => bundle?.stop())

it('is made of the same program in every environment', () => {
  const programs = [undefined, 'production', 'preview'].map((env) => {
    const { main, build, rules, alias, define } = unstable_readConfig({ config: 'wrangler.toml', env })
    return { main, build, rules, alias, define }
  })
  expect(programs[0]!.main).toMatch(/src\/worker\.ts$/)
  expect(programs).toEqual(Array(programs.length).fill(programs[0]))
})

/** What differs from one database or request to the next. */
const OWN =
  /"(request_id|latency_ms|pool_size|\w+_at|email|name|token|token_prefix|url|database_name)":("[^"]*"|[\d.]+|null)/g

const MOMENT = /\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)|\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT/g

/** The answer without that. */
async function answer(response: Response) {
  const text = (await response.text()).replace(OWN, '"$1":0').replace(MOMENT, 'now')
  return { status: response.status, type: response.headers.get('content-type'), text }
}

const ask = (path: string, init: RequestInit = {}) =>
  fetch(bundle.origin + path, {
    ...init,
    headers: { ...init.headers, authorization: `Bearer ${token}` },
  })

const OPERATIONS = Object.entries(buildOpenApi().paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
)

/** Every parameter of a path as this text. */
const at = (path: string, value: string) => path.replace(/\{\w+\}/g, value)

describe("production's bundle, minified and no larger than it may be, answers as its source does", () => {
  it.each(OPERATIONS)('$method $path, asked for what is not there', async ({ method, path }) => {
    const body = method === 'GET' || method === 'DELETE' ? { method } : json({}, method)
    for (const value of ['2000000000', '00000000-0000-4000-8000-000000000000', '2020-02-02']) {
      const ours = await answer(await ask(at(path, value), body))
      expect(ours).toEqual(await answer(await source.request(at(path, value), body)))
    }
  })

  it.each(OPERATIONS)('$method $path, asked with nonsense', async ({ method, path }) => {
    const body =
      method === 'GET' || method === 'DELETE' ? { method } : json({ name: 7, url: 'x', at: [] }, method)
    const query = '?limit=0&cursor=%00&since=yesterday&q=&completed=perhaps'
    const ours = await answer(await ask(at(path, 'nonsense') + query, body))
    expect(ours).toEqual(await answer(await source.request(at(path, 'nonsense') + query, body)))
    expect(ours.status).not.toBe(500)
  })

  it('stores and gives back a row', async () => {
    const created = (await (await ask('/items', json({ name: 'Bread flour' }))).json()) as AnyJson
    expect(await (await ask(`/items/${created.id}`)).json()).toEqual(created)
  })

  it('serves the pages', async () => {
    const page = await ask('/', { headers: { accept: 'text/html' } })
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('</html>')])
  })
})
