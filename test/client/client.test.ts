import { readFileSync } from 'node:fs'
import type { InferRequestType, InferResponseType } from 'hono/client'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { type Client, createClient } from '../../src/client.ts'
import type { Brief } from '../../src/features/briefs/schemas.ts'
import type { Item } from '../../src/features/items/schemas.ts'
import type { Todo } from '../../src/features/todos/schemas.ts'
import type { Topic } from '../../src/features/topics/schemas.ts'
import { appAs } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { readAndSave } from './example.ts'

const database = useTestDatabase()

/** A client whose requests go straight into the application. */
async function connect() {
  const app = await appAs(database)
  const fetch = ((input: string | URL | Request, init?: RequestInit) => {
    const url = new URL(input instanceof Request ? input.url : String(input))
    return app.request(url.pathname + url.search, init)
  }) as typeof globalThis.fetch
  return { client: createClient('http://service.test', { token: app.token, fetch }) }
}

describe('the typed client', () => {
  it('walks the life of an item', async () => {
    const { client } = await connect()
    const created = await client.items.$post({ json: { name: 'Rye' } })
    if (created.status !== 201) throw new Error(`${created.status}`)
    const item = await created.json()
    const changed = await client.items[':id'].$put({ param: { id: item.id }, json: { description: 'dark' } })
    expect(await changed.json()).toMatchObject({ name: 'Rye', description: 'dark' })
    const list = await client.items.$get({ query: { limit: '1' } })
    expect(await list.json()).toMatchObject({ total: 1 })
    expect((await client.items[':id'].$delete({ param: { id: item.id } })).status).toBe(204)
    const gone = await client.items[':id'].$get({ param: { id: item.id } })
    if (gone.status !== 404) throw new Error(`${gone.status}`)
    expect((await gone.json()).code).toBe('not_found')
  })

  it('runs the example of the README, which shows it word for word', async () => {
    const { client } = await connect()
    expect(await readAndSave(client)).toEqual([])
    const example = readFileSync('test/client/example.ts', 'utf8')
    const body = example.slice(example.indexOf('  const response'), example.indexOf('  return topics'))
    const shown = body.replace(/^ {2}/gm, '').trim()
    expect(readFileSync('README.md', 'utf8')).toContain(shown)
  })

  it('pins the main shapes of the contract', () => {
    type Api = Client['api']['v1']
    expectTypeOf<InferResponseType<Client['items'][':id']['$get'], 200>>().toEqualTypeOf<Item>()
    expectTypeOf<InferResponseType<Client['api']['todos']['$get'], 200>>().toEqualTypeOf<Todo[]>()
    expectTypeOf<InferResponseType<Api['topics']['$post'], 201>>().toEqualTypeOf<Topic>()
    expectTypeOf<InferResponseType<Api['briefs'][':date']['$get'], 200>>()
      .extract<Brief>()
      .toEqualTypeOf<Brief>()
    expectTypeOf<InferResponseType<Client['items']['$post'], 400>['code']>().toExtend<string>()
    expectTypeOf<InferRequestType<Client['items']['$post']>['json']>().toEqualTypeOf<{
      name: string
      description?: string | null | undefined
      link?: string | null | undefined
    }>()
    expectTypeOf<
      InferRequestType<Api['deliveries'][':id']['feedback']['$put']>['json']['rating']
    >().toEqualTypeOf<'up' | 'down'>()
    expectTypeOf(createClient).parameter(0).toEqualTypeOf<string>()
  })
})
