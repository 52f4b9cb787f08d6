import { expect, it } from 'vitest'
import { useBlankDatabase } from '../../test/docs/blank-database.ts'
import worker from './worker.ts'

// In a project of your own: the packages of docs/parts/neon.md and docs/parts/postgres.md.
const database = useBlankDatabase(`create table todos (
  id integer primary key generated always as identity, description text not null, completed boolean not null default false)`)

const call = (path: string, body?: object) =>
  worker.request(path, body && { method: 'POST', body: JSON.stringify(body) }, { DATABASE_URL: database.url })

it('lists, makes and finishes todos, over the real driver on a real Postgres', async () => {
  expect(await (await call('/todos')).json()).toEqual([])
  expect((await call('/todos', { description: ' ' })).status).toBe(400)
  const made = await call('/todos', { description: 'Read the brief' })
  expect([made.status, await made.json()]).toEqual([
    201,
    { id: 1, description: 'Read the brief', completed: false },
  ])
  expect((await call('/todos/1/done', {})).status).toBe(200)
  expect((await call('/todos/2/done', {})).status).toBe(404)
  expect(await (await call('/todos')).json()).toMatchObject([{ id: 1, completed: true }])
})
