import { beforeAll, describe, expect, it } from 'vitest'
import { appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
let app: TestApp
beforeAll(async () => {
  app = await appAs(database)
})

describe('todos', () => {
  it('lives from creation to deletion', async () => {
    const created = await app.call('/api/todos', json({ description: 'Read the brief' }))
    expect(created.status).toBe(201)
    expect(created.body).toMatchObject({ description: 'Read the brief', completed: false })
    const path = created.headers.get('location')!
    expect(path).toBe(`/api/todos/${created.body.id}`)
    const done = await app.call(path, json({ completed: true }, 'PATCH'))
    expect(done.body).toMatchObject({ description: 'Read the brief', completed: true })
    const reworded = await app.call(path, json({ description: 'Read it twice' }, 'PATCH'))
    expect(reworded.body).toMatchObject({ description: 'Read it twice', completed: true })
    expect((await app.call(path)).body).toEqual(reworded.body)
    expect((await app.request(path, { method: 'DELETE' })).status).toBe(204)
    expect((await app.call(path)).body.code).toBe('not_found')
  })

  it('leaves updated_at alone when nothing changes', async () => {
    const { body: todo } = await app.call('/api/todos', json({ description: 'same' }))
    const again = await app.call(`/api/todos/${todo.id}`, json({ description: 'same' }, 'PATCH'))
    expect(again.body).toEqual(todo)
  })

  it('filters by completed and pages by cursor', async () => {
    const reader = await appAs(database)
    for (let n = 1; n <= 5; n++) {
      await reader.call('/api/todos', json({ description: `${n}`, completed: n % 2 === 0 }))
    }
    const texts = async (query: string) =>
      (await reader.call(`/api/todos?${query}`)).body.map((todo: { description: string }) => todo.description)
    expect(await texts('')).toEqual(['1', '2', '3', '4', '5'])
    expect(await texts('completed=true')).toEqual(['2', '4'])
    const first = await reader.call('/api/todos?completed=false&limit=2')
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link')!)![1]!
    expect((await reader.call(next)).body).toMatchObject([{ description: '5', completed: false }])
  })

  it('gives a client that does not page all todos, the newest among them, and links to older ones', async () => {
    const reader = await appAs(database)
    await database.query(
      `insert into todos (user_id, description, completed)
       select $1, n::text, n % 2 = 0 from generate_series(1, 1200) n`,
      [reader.userId],
    )
    const numbers = (todos: { description: string }[]) => todos.map(({ description }) => Number(description))
    const upTo = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at)
    const all = await reader.call('/api/todos')
    expect(numbers(all.body)).toEqual(upTo(201, 1200))
    const next = /<([^>]+)>; rel="next"/.exec(all.headers.get('link')!)![1]!
    const older = await reader.call(next)
    expect(numbers(older.body)).toEqual(upTo(1, 200))
    expect(older.headers.get('link')).toBeNull()
    expect(numbers((await reader.call('/api/todos?completed=true')).body)).toHaveLength(600)
    // The page shows the newest that are open, in the order in which they were written.
    const page = await (await reader.request('/')).text()
    const shown = [...page.matchAll(/Finish: (\d+)"/g)].map(([, number]) => Number(number))
    expect(shown).toEqual(upTo(1001, 1200).filter((n) => n % 2 === 1))
    const whole = await (await reader.request('/?all')).text()
    expect(whole.match(/Finish: \d+"/g)).toHaveLength(600)
  })

  it('hides the todos of others', async () => {
    const { body: todo } = await app.call('/api/todos', json({ description: 'mine' }))
    const other = await appAs(database)
    for (const init of [{}, json({ completed: true }, 'PATCH'), { method: 'DELETE' }]) {
      expect((await other.call(`/api/todos/${todo.id}`, init)).status).toBe(404)
    }
    expect((await app.call(`/api/todos/${todo.id}`)).body).toEqual(todo)
  })

  it.each([
    ['a blank description', { description: '  ' }, '#/description'],
    ['no description', {}, '#/description'],
    ['501 characters', { description: 'x'.repeat(501) }, '#/description'],
    ['a number', { description: 1 }, '#/description'],
    ['completed as text', { description: 'x', completed: 'yes' }, '#/completed'],
  ])('refuses %s', async (_, body, pointer) => {
    const reply = await app.call('/api/todos', json(body))
    expect([reply.status, reply.body.errors[0].pointer]).toEqual([400, pointer])
  })

  it.each(['0', '-1', 'abc', '1.5', '2147483648', '99999999999999999999'])(
    'refuses the id %s',
    async (id) => {
      expect((await app.call(`/api/todos/${id}`)).body.errors[0].pointer).toBe('#/path/id')
    },
  )
})
